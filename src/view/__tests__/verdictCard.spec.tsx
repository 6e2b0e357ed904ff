import { cleanup, fireEvent, render } from '@testing-library/react';
import { makeVerdict } from '../../model/__tests__/verdicts';
import type { IVerdict } from '../../model/protocol.generated';
import { createElement } from '../element';
import type { IVerdictActions } from '../verdictCard';
import { VerdictCard } from '../verdictCard';
import { trans } from '../../model/__tests__/samples';

afterEach(cleanup);

function draw(
  fields: Partial<IVerdict>,
  actions: IVerdictActions | null = null
): HTMLElement {
  return render(
    <VerdictCard
      verdict={makeVerdict(fields)}
      actions={actions}
      trans={trans}
    />
  ).container;
}

const buttons = (card: HTMLElement) =>
  Array.from(card.querySelectorAll('button'));

it('says what, why and try of a wrong answer', () => {
  const card = draw({});
  expect(card.querySelector('.dl-VerdictCard-head')?.textContent).toBe(
    'm1.q1 Pick the device: not yet'
  );
  expect(
    Array.from(card.querySelectorAll('dt')).map(n => n.textContent)
  ).toEqual(['What', 'Why', 'Try']);
  expect(card.querySelector('dd code')?.textContent).toBe('cpu');
});

it('names the device that a pass is proved on, and leaves the CPU unnamed', () => {
  const device = { type: 'mps', name: null } as const;
  const head = (fields: Partial<IVerdict>) =>
    draw({ outcome: 'passed', device, ...fields }).querySelector(
      '.dl-VerdictCard-head'
    )?.textContent;
  expect(head({ proved_on: 'mps' })).toMatch(/passed on mps$/);
  expect(head({ proved_on: 'mps', sim: true })).toMatch(
    /passed on a simulated Mac$/
  );
  expect(head({ proved_on: 'cpu' })).toMatch(/passed$/);
  // An answer without a device, and a verdict of an older version.
  expect(head({ proved_on: null })).toMatch(/passed$/);
  expect(head({})).toMatch(/passed$/);
});

it('draws what a kernel said as text', () => {
  const hostile = '<img src=x onerror="alert(1)">';
  const card = draw({
    title: hostile,
    what: hostile,
    note: hostile,
    subchecks: [
      { name: hostile, status: 'failed', message_id: null },
      { name: 'b', status: 'passed', message_id: null }
    ]
  });
  expect(card.querySelector('img')).toBeNull();
  expect(card.textContent?.split(hostile)).toHaveLength(5);
});

it('lists the parts with how each went, also for those who cannot see the shape', () => {
  const card = draw({
    subchecks: [
      { name: 'a view', status: 'passed', message_id: null },
      { name: 'a slice', status: 'failed', message_id: 'x' },
      { name: 'a move', status: 'skipped', message_id: null }
    ]
  });
  expect(card.querySelector('summary')?.textContent).toBe('1 of 3 held');
  expect(
    Array.from(card.querySelectorAll('li')).map(n => n.textContent)
  ).toEqual(['a view: held', 'a slice: did not hold', 'a move: not tried']);
});

it.each([
  [true, true, 'rehearsed on a simulated Mac: not verified on a real one.'],
  [true, false, 'Simulated Mac: not verified on a real one.'],
  [false, true, 'rehearsed: a fake one, on the CPU.']
])(
  'says of simulated %s and rehearsed %s once how it was',
  (sim, rehearsed, words) => {
    const card = draw({ outcome: 'passed', sim, rehearsed });
    expect(card.textContent).toContain(words);
    expect(card.textContent?.match(/not verified/g) ?? []).toHaveLength(
      sim ? 1 : 0
    );
    expect(card.textContent?.match(/rehearsed/g) ?? []).toHaveLength(
      rehearsed ? 1 : 0
    );
  }
);

it('offers the next hint to a wrong answer, once the kernel is free', () => {
  const hint = jest.fn();
  const [free] = buttons(draw({ hints_shown: 1 }, { hint, next: null }));
  expect(free.textContent).toBe('Hint 2 of 3');
  fireEvent.click(free);
  expect(hint).toHaveBeenCalledTimes(1);
  const [busy] = buttons(draw({}, { hint: null, next: null }));
  expect(busy.disabled).toBe(true);
  expect(busy.title).toBe('When the cell has ended');
});

it('offers no hint when all were shown, nor to a right answer', () => {
  const actions = { hint: jest.fn(), next: null };
  expect(buttons(draw({ hints_shown: 3 }, actions))).toEqual([]);
  expect(buttons(draw({ outcome: 'passed_cpu' }, actions))).toEqual([]);
});

it('goes on from a right answer', () => {
  const go = jest.fn();
  const next = { item: 'm1.q3', go };
  const [button] = buttons(draw({ outcome: 'passed' }, { hint: null, next }));
  expect(button.textContent).toBe('Next: m1.q3');
  fireEvent.click(button);
  expect(go).toHaveBeenCalledTimes(1);
});

it('names the call where there is no notebook to act in', () => {
  const card = draw({});
  expect(buttons(card)).toEqual([]);
  expect(card.textContent).toContain('cp.hint("m1.q1")');
});

it('shows the picture, and its words where there is no drawing', () => {
  const alt = ['GPU', 'ahead', 'from', '256.'].join(' ');
  const picture = { alt, lines: ['256  1.0'] };
  const image = draw({ picture: { ...picture, png: 'iVBORw0KGgoAAA==' } });
  const img = image.querySelector('img');
  expect(img?.alt).toBe(alt);
  expect(img?.src).toBe('data:image/png;base64,iVBORw0KGgoAAA==');
  const words = draw({ picture: { ...picture, png: null } });
  expect(words.querySelector('img')).toBeNull();
  expect(words.querySelector('pre')?.textContent).toBe(
    'GPU ahead from 256.\n256  1.0'
  );
});

it('calls a prediction made, not passed', () => {
  const device = { type: 'cuda' as const, name: null };
  const title = ['How', 'much?'].join(' ');
  const card = draw({ item: 'm1.p1', title, outcome: 'passed', device });
  expect(card.querySelector('.dl-VerdictCard-head')?.textContent).toBe(
    'm1.p1 How much? predicted'
  );
});
