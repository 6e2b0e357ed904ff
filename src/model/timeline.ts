import { bisector } from 'd3-array';
import type { ISample } from './protocol.generated';

/** A point of a curve: seconds of the kernel's monotonic clock, bytes. */
export interface IPoint {
  t: number;
  v: number;
}

/** A stretch of time, in seconds of the kernel's monotonic clock. */
export interface ISpan {
  from: number;
  to: number;
}

/** Between two cells memory stands still: a level that was not read again. */
export interface IHeld extends ISpan {
  v: number;
}

/** One curve, cut wherever there was no reading. */
export interface ICurve {
  segments: IPoint[][];
  held: IHeld[];
}

/**
 * Where readings are missing: silence longer than twice the period in force
 * while a cell ran, or a sample that was lost.
 *
 * @param samples Samples of one epoch, oldest first.
 * @param edge Until when one could have expected a reading.
 * @returns The stretches without a reading.
 */
export function gapsOf(samples: readonly ISample[], edge: number): ISpan[] {
  const gaps: ISpan[] = [];
  for (let i = 1; i < samples.length; i++) {
    const gap = gapBetween(samples[i - 1], samples[i]);
    if (gap) {
      gaps.push(gap);
    }
  }
  const last = samples[samples.length - 1];
  if (last?.phase === 'running' && edge - last.t_mono > 2 * last.period) {
    gaps.push({ from: last.t_mono, to: edge });
  }
  return gaps;
}

/**
 * @param samples Samples of one epoch, oldest first.
 * @param value Which number of a sample is drawn.
 * @returns The curve, cut at gaps and where the number was not reported.
 */
export function curveOf(
  samples: readonly ISample[],
  value: (sample: ISample) => number | null
): ICurve {
  const curve: ICurve = { segments: [], held: [] };
  let open: IPoint[] | null = null;
  let before: ISample | null = null;
  for (const sample of samples) {
    const v = value(sample);
    if (before && isCut(before, sample)) {
      open = null;
      hold(curve, before, sample, value(before));
    }
    if (v === null) {
      open = null;
    } else if (open) {
      open.push({ t: sample.t_mono, v });
    } else {
      open = [{ t: sample.t_mono, v }];
      curve.segments.push(open);
    }
    before = sample;
  }
  return curve;
}

/**
 * @param samples Samples, oldest first.
 * @param from Seconds of the kernel's monotonic clock.
 * @param to The same.
 * @returns The samples between, with the one before and the one after, so that a curve enters and leaves the picture at its edges.
 */
export function samplesBetween(
  samples: readonly ISample[],
  from: number,
  to: number
): readonly ISample[] {
  const low = byTime.left(samples, from);
  const high = byTime.right(samples, to);
  return samples.slice(Math.max(0, low - 1), high + 1);
}

const byTime = bisector((sample: ISample) => sample.t_mono);

function isCut(before: ISample, sample: ISample): boolean {
  return before.run.n !== sample.run.n || gapBetween(before, sample) !== null;
}

function gapBetween(before: ISample, sample: ISample): ISpan | null {
  const lost = sample.seq !== before.seq + 1;
  const from = readableFrom(before, sample);
  const silence = sample.t_mono - from;
  // The period may change between the two; a slower one excuses the silence.
  const allowed = 2 * Math.max(before.period, sample.period);
  return lost || silence > allowed ? { from, to: sample.t_mono } : null;
}

/** While no cell runs nothing is read and nothing is missing: silence counts from the start of the next. */
function readableFrom(before: ISample, sample: ISample): number {
  if (before.run.n === sample.run.n || before.phase !== 'ended') {
    return before.t_mono;
  }
  const began = sample.t_mono - sample.run.seconds;
  return Math.min(sample.t_mono, Math.max(before.t_mono, began));
}

function hold(
  curve: ICurve,
  before: ISample,
  sample: ISample,
  v: number | null
): void {
  const gap = gapBetween(before, sample);
  const to = gap ? gap.from : sample.t_mono;
  if (v !== null && to > before.t_mono) {
    curve.held.push({ from: before.t_mono, to, v });
  }
}
