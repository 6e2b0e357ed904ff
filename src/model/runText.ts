import type { IRun } from './runs';
import type { ITranslation } from './translation';
import { bound, bytesOrNot } from './units';

/** A sampled peak is a lower bound; one that torch has counted is not. */
export function peakText(
  run: Pick<IRun, 'peak' | 'exact'>,
  trans: ITranslation
): string {
  const { peak, exact } = run;
  return bound(bytesOrNot(peak, trans), exact || peak === null, trans);
}
