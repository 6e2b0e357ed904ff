import { fit, limitsOf, parseCount } from '../fit';
import type { IFitQuestion } from '../fit';
import { memoryView } from '../memory';
import { GIB, makeReport, makeSample } from './samples';

const MIB = 2 ** 20;
const ASKED: IFitQuestion = {
  parameters: 25_000_000,
  dtype: 'float32',
  use: 'adam',
  perSample: null,
  batch: 1
};
const ROOM = { advised: 10 * GIB, hard: 17 * GIB, taken: 0 };

it.each([
  ['25.6M', 25.6e6],
  ['7B', 7e9],
  ['23 528 522', 23_528_522],
  ['23,528,522', 23_528_522],
  ['1e6', 1e6],
  ['0', 0]
])('reads %s', (text, count) => {
  expect(parseCount(text)).toBe(count);
});

it.each(['', 'many', '-1', '1e40', '7T', 'NaN', 'Infinity', '0x10'])(
  'does not read %s',
  text => {
    expect(parseCount(text)).toBeNull();
  }
);

it.each([
  ['inference', 1],
  ['sgd', 2],
  ['momentum', 3],
  ['adam', 4]
] as const)('counts for %s at least %d times the parameters', (use, times) => {
  const { low, high } = fit({ ...ASKED, use }, ROOM);
  expect(low).toBe(times * 4 * ASKED.parameters);
  expect(high).toBeGreaterThan(low);
});

it('halves with half the bytes, and adds what samples keep when training only', () => {
  const whole = fit(ASKED, ROOM).low;
  expect(fit({ ...ASKED, dtype: 'float16' }, ROOM).low).toBe(whole / 2);
  const kept = { ...ASKED, perSample: 2 * MIB, batch: 64 };
  expect(fit(kept, ROOM).low).toBe(whole + 128 * MIB);
  const run = { ...kept, use: 'inference' as const };
  expect(fit(run, ROOM).low).toBe(whole / 4);
});

it.each([
  [{ ...ROOM }, 'fits'],
  [{ ...ROOM, advised: 0.45 * GIB }, 'tight'],
  [{ ...ROOM, taken: 16.9 * GIB }, 'too-large'],
  [{ advised: 0.2 * GIB, hard: null, taken: 0 }, 'too-large'],
  [{ advised: null, hard: null, taken: 0 }, 'unknown']
])('says whether it fits into %j: %s', (limits, verdict) => {
  expect(fit(ASKED, limits).verdict).toBe(verdict);
});

it('takes the limits of an accelerator, and what is available on a CPU', () => {
  const mem = {
    device: 'mps',
    allocated: GIB,
    driver: 2 * GIB,
    recommended: 10 * GIB,
    limit: 17 * GIB
  } as const;
  const mac = makeSample(1, { mem });
  expect(limitsOf(null, memoryView(mac, null))).toEqual({
    advised: 10 * GIB,
    hard: 17 * GIB,
    taken: 2 * GIB
  });
  expect(limitsOf(null, memoryView(makeSample(1), null))).toEqual({
    advised: 9 * GIB,
    hard: null,
    taken: GIB
  });
  const { advised, hard } = limitsOf(makeReport(), null);
  expect([advised, hard]).toEqual([makeReport().memory_total, null]);
});
