import type { ITiming } from './protocol.generated';
import type { ITranslation } from './translation';

/** Within this of each other nobody notices the difference. */
const ALIKE = 1.1;

/**
 * @param seconds A short time.
 * @returns Such as `1.2 s`, `3.4 ms` or `56 µs`.
 */
export function formatDuration(seconds: number): string {
  if (seconds >= 1) {
    return `${seconds.toFixed(1)} s`;
  }
  const ms = seconds * 1e3;
  if (ms >= 1) {
    return `${ms.toFixed(ms >= 10 ? 0 : 1)} ms`;
  }
  return `${Math.round(seconds * 1e6)} µs`;
}

/**
 * What a row says: who is faster, or that it can't be said.
 *
 * @param row Two times in turns, and their ratio.
 * @param pair Who they are.
 * @param trans The translation.
 */
export function ratioText(
  row: ITiming['rows'][number],
  pair: string[],
  trans: ITranslation
): { word: string; range: string } {
  const { ratio, low, high, rounds, noisy } = row;
  const range = trans.__(
    'The middle half of %1 rounds lies between %2× and %3×.',
    rounds,
    twoDigits(low),
    twoDigits(high)
  );
  if (noisy) {
    return { word: trans.__('too noisy to say'), range };
  }
  if (ratio < ALIKE && ratio > 1 / ALIKE) {
    return { word: trans.__('no difference worth naming'), range };
  }
  const times = `${twoDigits(ratio > 1 ? ratio : 1 / ratio)}×`;
  const threads = pair[0] === 'one';
  const word =
    ratio > 1
      ? threads
        ? trans.__('all threads are %1 faster than one', times)
        : trans.__('%1 is %2 faster than the CPU', pair[1], times)
      : threads
        ? trans.__('one thread is %1 faster than all', times)
        : trans.__('the CPU is %2 faster than %1', pair[1], times);
  return { word, range };
}

function twoDigits(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(ratio >= 1 ? 1 : 2);
}
