import type { ICourseCell } from '../course';
import { courseItems, nextItem, withVerdict } from '../course';
import { makeVerdict } from './verdicts';

let count = 0;
const code = (source: string, ...verdicts: unknown[]): ICourseCell => ({
  id: `cell-${++count}`,
  type: 'code',
  source,
  verdicts
});
const text = (source: string): ICourseCell => ({
  id: `cell-${++count}`,
  type: 'markdown',
  source,
  verdicts: []
});

describe('courseItems', () => {
  it('finds exercises by the id in the source, in order, with the title above', () => {
    const cells = [
      text('# Module 1\n### Exercise m1.q1. Pick the device'),
      code('cp.check("m1.q1")'),
      text('### m1.p1: Guess first'),
      code("cp.predict('m1.p1', 3)"),
      code('x = 1\ncp.check( "m1.q3" )')
    ];
    expect(
      courseItems(cells).map(({ item, title, cellId }) => [item, title, cellId])
    ).toEqual([
      ['m1.q1', 'Pick the device', cells[1].id],
      ['m1.p1', 'Guess first', cells[3].id],
      ['m1.q3', null, cells[4].id]
    ]);
  });

  it('leaves out what is commented, quoted in prose or no id', () => {
    const cells = [
      code('# cp.check("m1.q1")\ncp.hint("m1.q2")'),
      text('Run `cp.check("m1.q3")`.'),
      code('cp.check("m01.q4"); cp.check("m1.x5")')
    ];
    expect(courseItems(cells)).toEqual([]);
  });

  it('lists a copied check once, at its first place', () => {
    const first = code('cp.check("m1.q1")');
    const items = courseItems([first, code('cp.check("m1.q1")')]);
    expect(items.map(item => item.cellId)).toEqual([first.id]);
  });

  it('keeps the best outcome: done stays done', () => {
    const passed = makeVerdict({
      outcome: 'passed',
      device: { type: 'mps', name: null }
    });
    const [item] = courseItems([
      code('cp.check("m1.q1")', makeVerdict()),
      code('cp.check("m1.q1")', passed)
    ]);
    expect([item.outcome, item.device]).toEqual(['passed', 'mps']);
  });

  it('takes what the receipts say over an empty notebook', () => {
    const cells = [code('cp.check("m1.q1")'), code('cp.check("m1.q3")')];
    const kept = [
      {
        item: 'm1.q3',
        outcome: 'passed_cpu' as const,
        device: 'cpu',
        sim: false
      }
    ];
    expect(courseItems(cells, kept).map(item => item.outcome)).toEqual([
      'unattempted',
      'passed_cpu'
    ]);
  });

  it('believes no output once the receipts are known', () => {
    const passed = makeVerdict({ outcome: 'passed' });
    const cells = [code('cp.check("m1.q1")', passed)];
    expect(courseItems(cells)[0].outcome).toBe('passed');
    expect(courseItems(cells, [])[0].outcome).toBe('unattempted');
  });

  it('takes in a verdict that has just come, unless a better one is kept', () => {
    const passed = {
      item: 'm1.q1',
      outcome: 'passed' as const,
      device: 'mps',
      sim: false
    };
    const failed = { ...passed, outcome: 'failed' as const };
    expect(withVerdict([], failed)).toEqual([failed]);
    expect(withVerdict([failed], passed)).toEqual([passed]);
    expect(withVerdict([passed], failed)).toEqual([passed]);
    const other = { ...failed, item: 'm1.q3' };
    expect(withVerdict([passed], other)).toEqual([passed, other]);
  });

  it('puts a pass on a real device before one on a simulated Mac', () => {
    const cell = (sim: boolean, device: 'mps' | 'cuda') =>
      code(
        'cp.check("m1.q1")',
        makeVerdict({
          outcome: 'passed',
          device: { type: device, name: null },
          sim
        })
      );
    const [both] = courseItems([cell(true, 'mps'), cell(false, 'cuda')]);
    expect([both.device, both.sim]).toEqual(['cuda', false]);
    const [model] = courseItems([cell(true, 'mps')]);
    expect([model.device, model.sim]).toEqual(['mps', true]);
    const simulated = { ...both, sim: true };
    expect(withVerdict([simulated], both)).toEqual([both]);
    expect(withVerdict([both], simulated)).toEqual([both]);
  });

  it.each([
    ['another type', 'passed'],
    ['an outcome that there is not', makeVerdict({ outcome: 'won' as never })],
    ['a field too many', { ...makeVerdict(), extra: 1 }],
    ['a sentence too long', makeVerdict({ what: 'x'.repeat(2001) })]
  ])('believes no verdict of %s', (_, data) => {
    const [item] = courseItems([code('cp.check("m1.q1")', data)]);
    expect(item.outcome).toBe('unattempted');
  });

  it('is bounded, whatever the notebook holds', () => {
    const calls = Array.from(
      { length: 900 },
      (_, i) => `cp.check("m${1 + Math.floor(i / 90)}.q${1 + (i % 90)}")`
    );
    const cells = calls.map(call => code(call));
    expect(courseItems(cells)).toHaveLength(200);
    const late = code(`${'#'.repeat(20_000)}\ncp.check("m1.q1")`);
    expect(courseItems([late])).toEqual([]);
    const [named] = courseItems([
      text(`# m1.q1. ${'long '.repeat(100)}`),
      code('cp.check("m1.q1")')
    ]);
    expect(named.title).toHaveLength(120);
  });
});

describe('nextItem', () => {
  const items = courseItems([
    code('cp.check("m1.q1")', makeVerdict({ outcome: 'passed' })),
    code('cp.check("m1.q2")'),
    code('cp.check("m1.q3")', makeVerdict({ item: 'm1.q3' }))
  ]);

  it('is the first that is not done', () => {
    expect(nextItem(items)?.item).toBe('m1.q2');
  });

  it('goes on from an exercise, and round', () => {
    expect(nextItem(items, 'm1.q2')?.item).toBe('m1.q3');
    expect(nextItem(items, 'm1.q3')?.item).toBe('m1.q2');
  });

  it('is nothing when all else is done', () => {
    expect(nextItem(items.slice(0, 1))).toBeNull();
    expect(nextItem(items.slice(1, 2), 'm1.q2')).toBeNull();
  });
});
