import * as React from 'react';
import type { IChartRequest, IWindow } from '../model/chart';
import { windowOf } from '../model/chart';
import type { History } from '../model/history';
import type { ISpan } from '../model/timeline';

/** Lengths of time that the chart can be set to, in seconds. */
const LENGTHS = [60, 300, 900, 3600];
/** Of the time shown, how far a click goes. */
const STRIDE = 0.5;
/** Seconds shown beside a run. */
const MARGIN = 1;

/** What time the chart shows, and what can be done about it. */
export interface ITimeWindow {
  request: Omit<IChartRequest, 'width'>;
  /** The time stands still. */
  paused: boolean;
  canGoBack: boolean;
  canGoOn: boolean;
  pause: () => void;
  resume: () => void;
  earlier: () => void;
  later: () => void;
  /** Show the last run, and nothing else. */
  lastRun: () => void;
  shorter: (() => void) | null;
  longer: (() => void) | null;
}

/**
 * @param history What the kernel has sent.
 * @param live How the chart is asked for while it follows the time.
 * @returns The time that is shown, held still or moved by the user.
 */
export function useTimeWindow(
  history: History,
  live: Omit<IChartRequest, 'width' | 'span'>
): ITimeWindow {
  const [held, setHeld] = React.useState<IHeldSpan | null>(null);
  const [length, setLength] = React.useState(live.seconds);
  const epoch = history.latest?.epoch ?? null;
  // Another process has another clock.
  const span = held && held.epoch === epoch ? held.span : null;
  const request = { ...live, seconds: Math.min(length, maximum(live)), span };
  const shown = windowOf(history, request);
  const hold = (next: ISpan | null) => setHeld(next && { span: next, epoch });
  const move = (stride: number) =>
    shown && hold(moved(shown, stride * (shown.to - shown.from)));
  const at = LENGTHS.indexOf(request.seconds);
  const scale = (to: number) => {
    setLength(LENGTHS[to]);
    hold(span && { from: span.to - LENGTHS[to], to: span.to });
  };
  return {
    request,
    paused: span !== null,
    canGoBack: shown !== null && shown.from > shown.oldest,
    canGoOn: span !== null && shown !== null && shown.to < shown.edge,
    pause: () => shown && hold({ from: shown.from, to: shown.to }),
    resume: () => hold(null),
    earlier: () => move(-STRIDE),
    later: () => move(STRIDE),
    lastRun: () => hold(lastRunOf(history)),
    shorter: at > 0 ? () => scale(at - 1) : null,
    longer: at >= 0 && at < LENGTHS.length - 1 ? () => scale(at + 1) : null
  };
}

interface IHeldSpan {
  span: ISpan;
  epoch: string | null;
}

/** What is kept in sight of a kernel that died is short, whatever was chosen before. */
function maximum({ seconds }: { seconds: number }): number {
  return seconds < LENGTHS[1] ? seconds : LENGTHS[LENGTHS.length - 1];
}

/** Not beyond what is known at either end. */
function moved(shown: IWindow, by: number): ISpan | null {
  const length = shown.to - shown.from;
  if (shown.to + by >= shown.edge) {
    return null;
  }
  const from = Math.max(Math.min(shown.from, shown.oldest), shown.from + by);
  return { from, to: from + length };
}

function lastRunOf(history: History): ISpan | null {
  const run = history.runs[history.runs.length - 1];
  return run ? { from: run.start - MARGIN, to: run.end + MARGIN } : null;
}
