import { max } from 'd3-array';
import { decimate } from './decimate';
import type { History } from './history';
import { valueOf } from './quantity';
import type { IRun } from './runs';
import type { ICurve } from './timeline';
import { curveOf, samplesBetween } from './timeline';

/** A run as a curve from its own beginning. */
export interface ITrace {
  run: IRun;
  /** Seconds since the cell began, bytes; empty where its readings have been forgotten. */
  curve: ICurve;
}

/** Two runs laid over each other. */
export interface IComparison {
  traces: ITrace[];
  /** The length of the longer one. */
  seconds: number;
  /** The upper end of the axis, in bytes. */
  top: number;
}

const MIB = 2 ** 20;
/** Room above the highest curve. */
const HEADROOM = 1.1;

/**
 * @param history What the kernel has sent.
 * @param numbers The runs to compare, by their `n`.
 * @param width Pixels from left to right.
 * @returns The runs that are known, each from its own beginning.
 */
export function comparisonOf(
  history: History,
  numbers: readonly number[],
  width: number
): IComparison {
  const runs = history.runs.filter(({ n }) => numbers.includes(n));
  const seconds = Math.max(1, ...runs.map(run => run.end - run.start));
  const slice = seconds / Math.max(1, width);
  const traces = runs.map(run => ({
    run,
    curve: traceOf(history, run, slice)
  }));
  const highest = traces.map(
    ({ curve }) => max(curve.segments.flat(), point => point.v) ?? 0
  );
  return { traces, seconds, top: Math.max(MIB, ...highest) * HEADROOM };
}

function traceOf(history: History, run: IRun, slice: number): ICurve {
  const { samples, quantity } = history;
  const own = samplesBetween(samples, run.start, run.end).filter(
    sample => sample.run.n === run.n
  );
  const { segments } = curveOf(own, sample => valueOf(sample, quantity));
  return {
    segments: segments.map(points =>
      decimate(
        points.map(({ t, v }) => ({ t: t - run.start, v })),
        slice
      )
    ),
    held: []
  };
}
