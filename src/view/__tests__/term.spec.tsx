import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import texts from '../../../protocol/texts.json';
import { trans } from '../../model/__tests__/samples';
import type { FigureId, LessonId } from '../../model/texts.generated';
import { WRITTEN } from '../../model/texts.generated';
import { createElement } from '../element';
import { Teaching, Term } from '../term';

afterEach(cleanup);

const figures = Object.keys(texts.figures) as FigureId[];

it.each(figures)('%s explains itself in one sentence', figure => {
  const teach = jest.fn();
  render(
    <Teaching.Provider value={teach}>
      <Term figure={figure} trans={trans} />
    </Teaching.Provider>
  );
  const name = screen.getByRole('button');
  expect(name.getAttribute('aria-expanded')).toBe('false');
  fireEvent.click(name);
  expect(name.getAttribute('aria-expanded')).toBe('true');
  const note = screen.getByRole('note');
  expect(name.getAttribute('aria-controls')).toBe(note.id);
  const lesson = texts.figures[figure].module as LessonId;
  const isWritten = WRITTEN.includes(lesson);
  const link = screen.getByText(isWritten ? /^Module \d: / : /^More/);
  expect(note.textContent).toMatch(/^[^.]+\.(Module|More)/);
  fireEvent.click(link);
  expect(teach).toHaveBeenCalledWith(lesson);
});

it('offers the lessons that there are as lessons', () => {
  expect(WRITTEN).toEqual(expect.arrayContaining(['m1', 'm2']));
});

it('closes with Escape and when it is left, and offers no lesson where none can be opened', () => {
  render(<Term figure="peak" trans={trans} />);
  const name = screen.getByRole('button');
  fireEvent.click(name);
  expect(screen.queryByText(/^(Module|More)/)).toBeNull();
  fireEvent.keyDown(name, { key: 'Escape' });
  expect(screen.queryByRole('note')).toBeNull();
  fireEvent.click(name);
  fireEvent.blur(name);
  expect(screen.queryByRole('note')).toBeNull();
});
