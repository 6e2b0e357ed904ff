import type { IReport, ISample, ITrust, IVerdict } from './protocol.generated';
import {
  validateReport,
  validateSample,
  validateTrust,
  validateVerdict
} from './validate.generated';

/**
 * What a kernel says is hostile until it fits the protocol. The validators
 * know types, ranges, lengths and that a number is finite.
 *
 * @param data What came from the kernel, already decoded.
 * @returns The report, or null when it is none.
 */
export function parseReport(data: unknown): IReport | null {
  return validateReport(data) ? (data as IReport) : null;
}

/**
 * @param data What came from the kernel, already decoded.
 * @returns The sample, or null when it is none.
 */
export function parseSample(data: unknown): ISample | null {
  return validateSample(data) ? (data as ISample) : null;
}

/**
 * @param data What an output of a notebook holds.
 * @returns The verdict, or null when it is none.
 */
export function parseVerdict(data: unknown): IVerdict | null {
  return validateVerdict(data) ? (data as IVerdict) : null;
}

/**
 * @param data What came from the kernel, already decoded.
 * @returns What comparing the device with the CPU gave, or null when it is none.
 */
export function parseTrust(data: unknown): ITrust | null {
  return validateTrust(data) ? (data as ITrust) : null;
}
