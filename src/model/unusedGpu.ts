import type { History } from './history';
import type { IReport, ISample } from './protocol.generated';

/** Shorter cells are no matter, on whatever device. */
const WORTH_SECONDS = 5;

/**
 * @param report What the kernel has said of itself, or null.
 * @param history What it has sent.
 * @returns The GPU that is ready and that a long cell left alone, by every reading; null where it was used, or where that is not known.
 */
export function unusedGpu(
  report: IReport | null,
  history: History
): string | null {
  const device = report?.device ?? 'cpu';
  if (device === 'cpu' || (device === 'mps' && report?.mps?.used !== false)) {
    return null;
  }
  const { runs, samples } = history;
  const isWorth = runs.some(
    ({ running, seconds }) => !running && seconds >= WORTH_SECONDS
  );
  return isWorth && samples.every(({ mem }) => isEmpty(mem, device))
    ? device
    : null;
}

/** `cpu`: torch has not begun to use the GPU in this process. */
function isEmpty(mem: ISample['mem'], device: string): boolean {
  const { allocated, allocated_peak: peak } = mem;
  // On MPS nothing is counted before its first tensor, which the report tells of.
  const none = allocated === 0 || (allocated === null && device === 'mps');
  return mem.device === 'cpu' || (mem.device === device && none && !peak);
}
