import { max } from 'd3-array';
import { decimate } from './decimate';
import type { History } from './history';
import { valueOf } from './quantity';
import type { IGhost, IRun } from './runs';
import type { ICurve, IPoint } from './timeline';
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
/** As finely as the curve of a ghost is kept. */
const GHOST_WIDTH = 100;

/**
 * @param history What the kernel has sent.
 * @param run One of its runs, which will soon be forgotten.
 * @returns What is kept of it.
 */
export function ghostOf(history: History, run: IRun): IGhost {
  return { ...run, segments: segmentsOf(history, run, GHOST_WIDTH) };
}

/**
 * @param history What the kernel has sent.
 * @param runs The runs to compare: of this history, or from before a restart.
 * @param width Pixels from left to right.
 * @returns Each from its own beginning.
 */
export function comparisonOf(
  history: History,
  runs: readonly (IRun | IGhost)[],
  width: number
): IComparison {
  const traces = runs.map(run => {
    const segments =
      'segments' in run ? run.segments : segmentsOf(history, run, width);
    return { run, curve: { segments, held: [] } };
  });
  const highest = traces.map(
    ({ curve }) => max(curve.segments.flat(), point => point.v) ?? 0
  );
  return {
    traces,
    seconds: Math.max(1, ...runs.map(lengthOf)),
    top: Math.max(MIB, ...highest) * HEADROOM
  };
}

const lengthOf = (run: IRun): number => run.end - run.start;

/** The curve of a run, from its own beginning. */
function segmentsOf(history: History, run: IRun, width: number): IPoint[][] {
  const { samples, quantity } = history;
  const slice = Math.max(1, lengthOf(run)) / Math.max(1, width);
  const own = samplesBetween(samples, run.start, run.end).filter(
    sample => sample.run.n === run.n
  );
  const { segments } = curveOf(own, sample => valueOf(sample, quantity));
  return segments.map(points =>
    decimate(
      points.map(({ t, v }) => ({ t: t - run.start, v })),
      slice
    )
  );
}
