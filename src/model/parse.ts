import type { Found } from './action';
import type { IReport, ISample, IVerdict } from './protocol.generated';
import { SCHEMAS } from './schemas.generated';

/**
 * What a kernel says is hostile until it fits the protocol. The validators
 * know types, ranges, lengths and that a number is finite.
 *
 * @param data What came from the kernel, already decoded.
 * @returns The report, or null when it is none.
 */
export function parseReport(data: unknown): IReport | null {
  return SCHEMAS.Report(data) ? (data as IReport) : null;
}

/**
 * @param data What came from the kernel, already decoded.
 * @returns The sample, or null when it is none.
 */
export function parseSample(data: unknown): ISample | null {
  return SCHEMAS.Sample(data) ? (data as ISample) : null;
}

/**
 * @param data What an output of a notebook holds.
 * @returns The verdict, or null when it is none.
 */
export function parseVerdict(data: unknown): IVerdict | null {
  return SCHEMAS.Verdict(data) ? (data as IVerdict) : null;
}

const NAMES: Record<Found['kind'], string> = {
  report: 'Report',
  trust: 'Trust',
  cache: 'Cache',
  timing: 'Timing',
  tensors: 'Tensors'
};

/**
 * @param data What came from the kernel, already decoded.
 * @param kind What was asked for.
 * @returns The answer to a click, or null when it is none of that kind.
 */
export function parseFound(data: unknown, kind: Found['kind']): Found | null {
  return SCHEMAS[NAMES[kind]](data) ? (data as Found) : null;
}
