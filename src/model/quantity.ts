import type { ISample } from './protocol.generated';

/** Which number of a sample is drawn: live tensors on an accelerator, or the kernel's process. */
export type Quantity = 'tensors' | 'process';

/**
 * @param sample A reading.
 * @returns `tensors` where an accelerator reports them, else `process`.
 */
export function quantityOf(sample: ISample): Quantity {
  const { device, allocated } = sample.mem;
  return device !== null && device !== 'cpu' && allocated !== null
    ? 'tensors'
    : 'process';
}

/**
 * @param sample A reading.
 * @param quantity Which number of it.
 * @returns Bytes, or null when the kernel did not report it.
 */
export function valueOf(sample: ISample, quantity: Quantity): number | null {
  return quantity === 'tensors' ? sample.mem.allocated : sample.mem.rss;
}

/**
 * @param sample A reading.
 * @param quantity Which number of it.
 * @returns The highest reading since the sample before, in bytes, or null when the kernel did not report it.
 */
export function peakOf(sample: ISample, quantity: Quantity): number | null {
  return quantity === 'tensors' ? sample.peak.allocated : sample.peak.rss;
}

/**
 * @param sample A reading.
 * @returns What torch or Metal holds for this process, tensors included, in bytes.
 */
export function heldBytes(sample: ISample): number | null {
  return sample.mem.device === 'mps' ? sample.mem.driver : sample.mem.reserved;
}
