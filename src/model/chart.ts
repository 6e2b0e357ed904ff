import { max } from 'd3-array';
import { decimate } from './decimate';
import type { History } from './history';
import type { ISample } from './protocol.generated';
import type { Quantity } from './quantity';
import { heldBytes, peakOf as highestSince, valueOf } from './quantity';
import type { IRun } from './runs';
import type { ICurve, IPoint, ISpan } from './timeline';
import { curveOf, gapsOf, samplesBetween } from './timeline';

/** A level that the chart marks with a dashed line. */
export interface ILevel {
  key: 'recommended' | 'limit';
  bytes: number;
}

/** All that the history chart draws: seconds of the kernel's monotonic clock, bytes. */
export interface IChart {
  quantity: Quantity;
  from: number;
  to: number;
  /** The latest moment that could be shown. */
  edge: number;
  /** The right end is this moment, not the last reading. */
  isNow: boolean;
  /** The upper end of the axis. */
  top: number;
  area: ICurve;
  /** What torch or Metal holds; null where only the process is drawn. */
  line: ICurve | null;
  levels: ILevel[];
  runs: IRun[];
  gaps: ISpan[];
  peak: IPoint | null;
}

/** How the chart is asked for. */
export interface IChartRequest {
  /** Milliseconds since 1970. */
  now: number;
  /** The kernel is being read: time goes on even when no sample comes. */
  isLive: boolean;
  /** Pixels from left to right. */
  width: number;
  /** The longest time shown, in seconds. */
  seconds: number;
  /** The time to show instead of the latest, in seconds of the kernel's clock. */
  span?: ISpan | null;
}

/** What time is shown, in seconds of the kernel's monotonic clock. */
export interface IWindow extends ISpan {
  /** The latest moment that could be shown, and the first. */
  edge: number;
  oldest: number;
}

const SHORTEST = 10;
/** The first sample of a cell comes within this many seconds. */
const WHOLE_RUN = 1;
/** Of the time shown, what lies before the running cell. */
const LEAD = 0.12;
/** Room above the highest curve, for the labels. */
const HEADROOM = 1.25;
/** A level this far above the curves is still worth the room. */
const REACH = 1.4;
const MIB = 2 ** 20;

/**
 * @param history What the kernel has sent.
 * @param request What part of it.
 * @returns The time that is shown; null when there is no sample.
 */
export function windowOf(
  history: History,
  request: Omit<IChartRequest, 'width'>
): IWindow | null {
  const { latest } = history;
  if (!latest) {
    return null;
  }
  const edge = rightEdge(history, latest, request);
  const oldest = oldestOf(history);
  const { span } = request;
  return span && span.from < edge && span.to > oldest
    ? { from: span.from, to: Math.min(edge, span.to), edge, oldest }
    : { from: leftEdge(history, edge, request), to: edge, edge, oldest };
}

/**
 * @param history What the kernel has sent.
 * @param request What part of it, and how finely.
 * @returns What to draw; null when there is no sample.
 */
export function chartOf(
  history: History,
  request: IChartRequest
): IChart | null {
  const { latest, quantity } = history;
  const shown = windowOf(history, request);
  if (!latest || !shown) {
    return null;
  }
  const { from, to, edge } = shown;
  const samples = samplesBetween(history.samples, from, to);
  const slice = (to - from) / Math.max(1, request.width);
  const curve = (value: (sample: ISample) => number | null): ICurve =>
    thin(curveOf(samples, value), slice);
  const area = curve(sample => valueOf(sample, quantity));
  const line = quantity === 'tensors' ? curve(heldBytes) : null;
  const peak = peakOf(samples, from, to, quantity);
  const highest = Math.max(
    MIB,
    peak?.v ?? 0,
    highestOf(area, from),
    highestOf(line, from)
  );
  const levels = levelsOf(latest, quantity).filter(
    level => level.bytes <= highest * REACH
  );
  return {
    quantity,
    from,
    to,
    edge,
    isNow: request.isLive && to === edge,
    top: Math.max(
      highest * HEADROOM,
      ...levels.map(level => level.bytes * HEADROOM)
    ),
    area,
    line,
    levels,
    runs: history.runs.filter(run => run.end >= from && run.start <= to),
    gaps: gapsOf(samples, to),
    peak
  };
}

function rightEdge(
  history: History,
  latest: ISample,
  request: Pick<IChartRequest, 'now' | 'isLive'>
): number {
  const received = history.latestReceivedAtMs ?? request.now;
  const silence = Math.max(0, request.now - received) / 1000;
  return latest.t_mono + (request.isLive ? silence : 0);
}

function leftEdge(
  history: History,
  to: number,
  request: Pick<IChartRequest, 'isLive' | 'seconds'>
): number {
  const earliest = to - request.seconds;
  const run = history.runs[history.runs.length - 1];
  if (request.isLive && run?.running && run.start > earliest) {
    const length = Math.max(SHORTEST, (to - run.start) / (1 - LEAD));
    return Math.max(earliest, to - length);
  }
  return Math.max(earliest, Math.min(oldestOf(history), to - SHORTEST));
}

/** A cell begins before its first sample, unless that sample is only the first of those kept. */
function oldestOf(history: History): number {
  const first = history.samples[0];
  const began = first.t_mono - first.run.seconds;
  return first.run.seconds < WHOLE_RUN ? began : first.t_mono;
}

function thin(curve: ICurve, slice: number): ICurve {
  return {
    segments: curve.segments.map(points => decimate(points, slice)),
    held: curve.held
  };
}

function visible(curve: ICurve, from: number): IPoint[] {
  return curve.segments.flat().filter(point => point.t >= from);
}

function highestOf(curve: ICurve | null, from: number): number {
  if (!curve) {
    return 0;
  }
  const held = curve.held.filter(level => level.to >= from);
  return Math.max(
    max(visible(curve, from), point => point.v) ?? 0,
    max(held, level => level.v) ?? 0
  );
}

/** The highest reading, told or untold: the kernel reads more often than it tells. */
function peakOf(
  samples: readonly ISample[],
  from: number,
  to: number,
  quantity: Quantity
): IPoint | null {
  let best: IPoint | null = null;
  for (const sample of samples) {
    const t = sample.t_mono;
    const told = valueOf(sample, quantity);
    const v = Math.max(told ?? -1, highestSince(sample, quantity) ?? -1);
    if (t >= from && t <= to && v >= 0 && (!best || v > best.v)) {
      best = { t, v };
    }
  }
  return best;
}

function levelsOf(sample: ISample, quantity: Quantity): ILevel[] {
  if (quantity === 'process') {
    return [];
  }
  const { recommended, limit } = sample.mem;
  return [
    ...(recommended
      ? [{ key: 'recommended' as const, bytes: recommended }]
      : []),
    ...(limit ? [{ key: 'limit' as const, bytes: limit }] : [])
  ];
}
