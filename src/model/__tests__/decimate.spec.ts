import { decimate } from '../decimate';
import type { IPoint } from '../timeline';
import { seeded } from './samples';

function curve(seed: number): IPoint[] {
  const random = seeded(seed);
  const length = 3 + Math.floor(random() * 3000);
  let t = 1000 * random();
  return Array.from({ length }, () => {
    t += random();
    return { t, v: Math.floor(random() ** 8 * 1e12) };
  });
}

const values = (points: IPoint[]): number[] => points.map(point => point.v);

describe('decimate', () => {
  const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

  it.each(seeds)('keeps the extremes of every slice (curve %d)', seed => {
    const points = curve(seed);
    const slice = 0.5 + seeded(seed + 1000)() * 30;
    const kept = decimate(points, slice);
    const sliceOf = (point: IPoint): number => Math.floor(point.t / slice);
    expect(points.length).toBeGreaterThan(2);
    for (const n of new Set(points.map(sliceOf))) {
      const before = points.filter(point => sliceOf(point) === n);
      const after = kept.filter(point => sliceOf(point) === n);
      expect(Math.max(...values(after))).toBe(Math.max(...values(before)));
      expect(Math.min(...values(after))).toBe(Math.min(...values(before)));
      expect(after.length).toBeLessThanOrEqual(4);
      expect(after[0]).toBe(before[0]);
      expect(after[after.length - 1]).toBe(before[before.length - 1]);
    }
  });

  it.each(seeds)('invents nothing and keeps the order (curve %d)', seed => {
    const points = curve(seed);
    const kept = decimate(points, 7);
    const place = new Map(points.map((point, i) => [point, i]));
    const places = kept.map(point => place.get(point) ?? -1);
    expect(places).not.toContain(-1);
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
  });

  it('takes curves of no or one point', () => {
    expect(decimate([], 1)).toEqual([]);
    expect(decimate([{ t: 1, v: 2 }], 1)).toEqual([{ t: 1, v: 2 }]);
  });
});
