import {
  bytesOrNot,
  formatAge,
  formatBytes,
  formatCapacity,
  formatChange,
  formatPair,
  formatSeconds,
  formatSpan
} from '../units';
import { GIB, seeded, trans } from './samples';

const MIB = 2 ** 20;

describe('formatBytes', () => {
  it.each([
    [0, '0 MiB'],
    [1, '< 0.1 MiB'],
    [4096, '< 0.1 MiB'],
    [0.05 * MIB + 1, '0.1 MiB'],
    [512 * MIB, '512.0 MiB'],
    [1023.94 * MIB, '1023.9 MiB'],
    [1023.96 * MIB, '1.0 GiB'],
    [GIB, '1.0 GiB'],
    [3.14 * GIB, '3.1 GiB'],
    [Number.MAX_SAFE_INTEGER, '8388608.0 GiB']
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('says within half a tenth of the unit what it was given', () => {
    const random = seeded(1);
    for (let i = 0; i < 5000; i++) {
      const bytes = Math.floor(2 ** (random() * 53));
      const [, number, unit] = formatBytes(bytes).match(
        /^(?:< )?([\d.]+) (GiB|MiB)$/
      )!;
      const size = unit === 'GiB' ? GIB : MIB;
      const slack = formatBytes(bytes).startsWith('<') ? 0.1 : 0.0501;
      expect(Math.abs(Number(number) * size - bytes)).toBeLessThanOrEqual(
        slack * size
      );
      expect(Number(number)).toBeGreaterThan(0);
    }
  });

  it('never falls while the bytes rise', () => {
    const random = seeded(2);
    const value = (bytes: number): number => {
      const [number, unit] = formatBytes(bytes).replace('< ', '').split(' ');
      return Number(number) * (unit === 'GiB' ? GIB : MIB);
    };
    for (let i = 0; i < 5000; i++) {
      const low = Math.floor(2 ** (random() * 45));
      const high = low + Math.floor(random() * low);
      expect(value(low)).toBeLessThanOrEqual(value(high));
    }
  });
});

it('leaves the decimal out of round sizes', () => {
  expect(formatCapacity(36 * GIB)).toBe('36 GiB');
  expect(formatCapacity(23.5 * GIB)).toBe('23.5 GiB');
});

it('writes a shared unit once', () => {
  expect(formatPair(3.1 * GIB, 24 * GIB)).toEqual(['3.1', '24 GiB']);
  expect(formatPair(512 * MIB, 24 * GIB)).toEqual(['512.0 MiB', '24 GiB']);
});

it('gives a change its sign', () => {
  expect(formatChange(2.2 * GIB)).toBe('+2.2 GiB');
  expect(formatChange(-2.2 * GIB)).toBe('−2.2 GiB');
  expect(formatChange(0)).toBe('±0');
  expect(formatChange(1000)).toBe('≈ 0');
  expect(formatChange(-1000)).toBe('≈ 0');
});

it('writes what is not known in words, and 0 as 0', () => {
  expect(bytesOrNot(null, trans)).toBe('not reported');
  expect(bytesOrNot(0, trans)).toBe('0 MiB');
});

it.each([
  [0, '< 1 ms'],
  [0.0994, '99 ms'],
  [0.0996, '0.1 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.6, '1 min 00 s'],
  [67, '1 min 07 s'],
  [3599.7, '1 h 00 min'],
  [7500, '2 h 05 min']
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

it.each([
  [-5, '0 s'],
  [999, '0 s'],
  [12_900, '12 s'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [47 * 3_600_000, '47 h'],
  [96 * 3_600_000, '4 d']
])('writes an age of %d ms as %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

it.each([
  [90.4, '90 s'],
  [119.4, '119 s'],
  [119.6, '2 min'],
  [150, '2.5 min'],
  [300, '5 min']
])('writes an axis of %d seconds as %s', (seconds, text) => {
  expect(formatSpan(seconds)).toBe(text);
});
