import { byteTicks, linearScale } from '../scale';
import { GIB, seeded } from './samples';

it('maps the ends of a domain to the ends of a range', () => {
  const y = linearScale([0, 10], [100, 4]);
  expect([y(0), y(5), y(10)]).toEqual([100, 52, 4]);
  expect(linearScale([3, 3], [0, 10])(3)).toBe(0);
});

describe('byteTicks', () => {
  it('makes round marks in one unit', () => {
    const texts = (max: number): string =>
      byteTicks(max)
        .ticks.map(tick => tick.text)
        .join(' ');
    expect(texts(6.7 * GIB)).toBe('0 3 6');
    expect(texts(1.3 * GIB)).toBe('0 0.5 1.0');
    expect(texts(40 * GIB)).toBe('0 20 40');
    expect(byteTicks(GIB / 2).unit).toBe('MiB');
  });

  it('has two to four, from 0 to at most the top', () => {
    const random = seeded(3);
    for (let i = 0; i < 3000; i++) {
      const max = 2 ** (random() * 53);
      const { ticks } = byteTicks(max);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(4);
      expect(ticks[0]).toEqual({ bytes: 0, text: '0' });
      expect(ticks[ticks.length - 1].bytes).toBeLessThanOrEqual(
        max * (1 + 1e-6)
      );
      expect(new Set(ticks.map(tick => tick.text)).size).toBe(ticks.length);
    }
  });
});
