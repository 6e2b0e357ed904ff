import { cleanup, fireEvent, render } from '@testing-library/react';
import type { ICourseItem } from '../../model/course';
import type { Outcome } from '../../model/outcome';
import { CourseSection } from '../courseSection';
import { trans } from '../../model/__tests__/samples';
import { createElement } from '../element';

afterEach(cleanup);

const item = (
  name: string,
  outcome: Outcome,
  device: string | null = null
): ICourseItem => ({
  item: name,
  title: name === 'm1.q9' ? null : `Title of ${name}`,
  cellId: name,
  outcome,
  device,
  sim: false
});

const ITEMS = [
  item('m1.q1', 'passed', 'mps'),
  item('m1.q3', 'passed_cpu', 'cpu'),
  item('m1.q4', 'failed', 'mps'),
  item('m1.q9', 'unattempted')
];

function draw(items: ICourseItem[], onJump = jest.fn()): HTMLElement {
  return render(
    <CourseSection module="m1" items={items} onJump={onJump} trans={trans} />
  ).container;
}

it('counts what is done and says how each exercise stands', () => {
  const section = draw(ITEMS);
  expect(section.querySelector('h3')?.textContent).toBe('Module 1');
  expect(section.querySelector('.dl-Section-aside')?.textContent).toBe(
    '2 of 4'
  );
  expect(section.querySelector('progress')?.value).toBe(2);
  expect(
    Array.from(section.querySelectorAll('li')).map(n => n.textContent)
  ).toEqual([
    'Title of m1.q1mps',
    'Title of m1.q3passed on the CPU',
    'Title of m1.q4not yet',
    'm1.q9not started'
  ]);
});

it('calls a pass on a simulated Mac that', () => {
  const section = draw([{ ...ITEMS[0], sim: true }]);
  expect(section.querySelector('li')?.textContent).toBe(
    'Title of m1.q1simulated Mac'
  );
});

it('marks the next one', () => {
  const section = draw([ITEMS[0], ITEMS[3]]);
  expect(section.querySelectorAll('li')[1].textContent).toBe('m1.q9next');
});

it('goes to the exercise that is clicked', () => {
  const onJump = jest.fn();
  fireEvent.click(draw(ITEMS, onJump).querySelectorAll('li button')[2]);
  expect(onJump).toHaveBeenCalledWith(ITEMS[2]);
});

it('is not there in a notebook without exercises', () => {
  expect(draw([]).textContent).toBe('');
});
