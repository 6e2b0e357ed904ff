import type { IReport } from './protocol.generated';
import type { IRun } from './runs';

/** As many operations as the kernel's log holds. */
const MAX_OPS = 32;

/** How many operations left the GPU in a cell. */
export interface IFallbackCount {
  count: number;
  /** Each was counted; otherwise torch has told only of the first in the process. */
  exact: boolean;
}

type Noted = NonNullable<IReport['fallbacks']>;

/** Whether the log took no more: what came after is not in it. */
export function isFull(noted: Noted): boolean {
  return noted.ops.length >= MAX_OPS;
}

/** How often all operations of a log left the GPU. */
export function timesIn(ops: Noted['ops']): number {
  return ops.reduce((sum, { count }) => sum + count, 0);
}

/**
 * @param run A cell's run.
 * @param report What the kernel has said of itself, or null.
 * @returns What left the GPU in the cell; null where that is not known.
 */
export function fallbacksIn(
  run: IRun,
  report: IReport | null
): IFallbackCount | null {
  const noted = report?.fallbacks;
  if (!noted || run.count === null) {
    return null;
  }
  const since = noted.since ?? Infinity;
  const exact = noted.recording && run.count >= since && !isFull(noted);
  const count = timesIn(noted.ops.filter(({ cell }) => cell === run.count));
  return count > 0 || exact ? { count, exact } : null;
}
