import { swapRate } from '../host';
import { GIB, makeHost, makeSample } from './samples';

const read = (seq: number, swap: number | null) =>
  makeSample(seq, { host: makeHost({ swap_used: swap }) });

describe('swapRate', () => {
  it('is the change over the last minute, a minute', () => {
    // Half a second lies between two numbers.
    const samples = [read(1, 0), makeSample(20), read(61, GIB)];
    expect(swapRate(samples)).toBe(2 * GIB);
    expect(swapRate([read(1, GIB), read(61, 0)])).toBe(-2 * GIB);
  });

  it('is not known from one reading, and none where nothing moves', () => {
    expect(swapRate([read(1, GIB), read(2, null)])).toBeNull();
    expect(swapRate([read(1, GIB), read(61, GIB)])).toBeNull();
    expect(swapRate([read(1, GIB), read(61, GIB + 2 ** 18)])).toBeNull();
    expect(swapRate([makeSample(1)])).toBeNull();
  });

  it('forgets what is older than a minute', () => {
    expect(swapRate([read(1, 0), read(200, GIB), read(260, GIB)])).toBeNull();
  });
});
