import { cleanup, render } from '@testing-library/react';
import { createElement } from '../element';
import type { GlyphShape } from '../glyph';
import { Glyph } from '../glyph';
import { StatusItem } from '../statusItem';

afterEach(cleanup);

const TITLE = ['one', 'two'].join('\n');

it('shows a shape, the words and a tooltip', () => {
  const { container } = render(
    <StatusItem text="mps <b>3.1</b>" shape="ready" title={TITLE} />
  );
  const item = container.querySelector('.dl-StatusItem')!;
  expect(item.textContent).toBe('mps <b>3.1</b>');
  expect(item.getAttribute('title')).toBe(TITLE);
  expect(item.querySelector('svg')?.dataset.shape).toBe('ready');
});

it('has a shape of its own for each state, silent for screen readers', () => {
  const shapes: GlyphShape[] = [
    'ready',
    'cpu',
    'none',
    'bad',
    'tick',
    'cross',
    'dash'
  ];
  const drawn = shapes.map(shape => {
    const { container } = render(<Glyph shape={shape} />);
    const svg = container.querySelector('svg')!;
    expect(svg.getAttribute('aria-hidden')).toBe('true');
    const html = svg.innerHTML;
    cleanup();
    return html;
  });
  expect(new Set(drawn).size).toBe(shapes.length);
});
