import { max } from 'd3-array';
import { decimate } from './decimate';
import type { History } from './history';
import type { ISample } from './protocol.generated';
import type { Quantity } from './quantity';
import { heldBytes, valueOf } from './quantity';
import type { IRun } from './runs';
import type { ICurve, IPoint, ISpan } from './timeline';
import { curveOf, gapsOf, samplesFrom } from './timeline';

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
}

const SHORTEST = 10;
/** Of the time shown, what lies before the running cell. */
const LEAD = 0.12;
/** Room above the highest curve, for the labels. */
const HEADROOM = 1.25;
/** A level this far above the curves is still worth the room. */
const REACH = 1.4;
const MIB = 2 ** 20;

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
  if (!latest) {
    return null;
  }
  const to = rightEdge(history, latest, request);
  const from = leftEdge(history, to, request);
  const samples = samplesFrom(history.samples, from);
  const slice = (to - from) / Math.max(1, request.width);
  const curve = (value: (sample: ISample) => number | null): ICurve =>
    thin(curveOf(samples, value), slice);
  const area = curve(sample => valueOf(sample, quantity));
  const line = quantity === 'tensors' ? curve(heldBytes) : null;
  const highest = Math.max(MIB, highestOf(area, from), highestOf(line, from));
  const levels = levelsOf(latest, quantity).filter(
    level => level.bytes <= highest * REACH
  );
  return {
    quantity,
    from,
    to,
    isNow: request.isLive,
    top: Math.max(
      highest * HEADROOM,
      ...levels.map(level => level.bytes * HEADROOM)
    ),
    area,
    line,
    levels,
    runs: history.runs.filter(run => run.end >= from),
    gaps: gapsOf(samples, to),
    peak: peakOf(area, from)
  };
}

function rightEdge(
  history: History,
  latest: ISample,
  request: IChartRequest
): number {
  const received = history.latestReceivedAtMs ?? request.now;
  const silence = Math.max(0, request.now - received) / 1000;
  return latest.t_mono + (request.isLive ? silence : 0);
}

function leftEdge(
  history: History,
  to: number,
  request: IChartRequest
): number {
  const earliest = to - request.seconds;
  const run = history.runs[history.runs.length - 1];
  if (request.isLive && run?.running && run.start > earliest) {
    const length = Math.max(SHORTEST, (to - run.start) / (1 - LEAD));
    return Math.max(earliest, to - length);
  }
  const first = history.runs[0]?.start ?? earliest;
  const oldest = history.samples[0].t_mono;
  const begin = Math.min(oldest, Math.max(first, earliest));
  return Math.max(earliest, Math.min(begin, to - SHORTEST));
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

function peakOf(area: ICurve, from: number): IPoint | null {
  return visible(area, from).reduce<IPoint | null>(
    (best, point) => (best && best.v >= point.v ? best : point),
    null
  );
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
