import type { Browser, CDPSession, Page } from '@playwright/test';

/** An event of Chrome's trace; times in microseconds. */
interface IEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  id?: string;
  args: {
    data?: {
      url?: string;
      startTime?: number;
      cpuProfile?: { nodes?: INode[]; samples?: number[] };
      timeDeltas?: number[];
    };
    name?: string;
  };
}
interface INode {
  id: number;
  parent?: number;
  callFrame: { url?: string };
}

/** A stretch of time, in microseconds. */
export interface ISpan {
  from: number;
  to: number;
}

const CATEGORIES = ['devtools.timeline', 'v8', '__metadata'];
const PROFILER = 'disabled-by-default-v8.cpu_profiler';
/** What the browser calls the ways into script. */
const SCRIPT = [
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire'
];

/** Trace the page while something is done. */
export async function traced(
  browser: Browser,
  page: Page,
  profiled: boolean,
  act: () => Promise<void>
): Promise<IEvent[]> {
  const categories = [...CATEGORIES, ...(profiled ? [PROFILER] : [])];
  await browser.startTracing(page, { categories });
  await act();
  const buffer = await browser.stopTracing();
  const { traceEvents } = JSON.parse(buffer.toString()) as {
    traceEvents: IEvent[];
  };
  return traceEvents;
}

/** The moments at which frames or answers of an address reach the page, in microseconds of the trace's clock. */
export async function arrivals(
  page: Page,
  isIt: (url: string, payload: string) => boolean
): Promise<number[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const moments: number[] = [];
  const urls = new Map<string, string>();
  await session.send('Network.enable');
  session.on('Network.webSocketCreated', ({ requestId, url }) =>
    urls.set(requestId, url)
  );
  session.on(
    'Network.webSocketFrameReceived',
    ({ requestId, timestamp, response }) => {
      const { opcode, payloadData } = response;
      const payload =
        opcode === 1
          ? payloadData
          : Buffer.from(payloadData, 'base64').toString('latin1');
      if (isIt(urls.get(requestId) ?? '', payload)) {
        moments.push(timestamp * 1e6);
      }
    }
  );
  session.on('Network.responseReceived', ({ response, timestamp }) => {
    if (isIt(response.url, '')) {
      moments.push(timestamp * 1e6);
    }
  });
  return moments;
}

/** The outermost stretches of script on the thread that has most of it. */
export function scriptSpans(events: IEvent[]): ISpan[] {
  const spans = new Map<string, ISpan[]>();
  for (const { name, ph, pid, tid, ts, dur } of events) {
    if (ph === 'X' && dur !== undefined && SCRIPT.includes(name)) {
      const key = `${pid}/${tid}`;
      spans.set(key, [...(spans.get(key) ?? []), { from: ts, to: ts + dur }]);
    }
  }
  const busiest = [...spans.values()].sort((a, b) => b.length - a.length)[0];
  return outermost(busiest ?? []);
}

/** Milliseconds of script after each moment, until the next. */
export function scriptAfter(moments: number[], spans: ISpan[]): number[] {
  return moments.slice(0, -1).map((from, i) => {
    const to = moments[i + 1];
    return spans
      .filter(span => span.from >= from && span.from < to)
      .reduce((sum, span) => sum + (span.to - span.from) / 1000, 0);
  });
}

/** Milliseconds in which script from an address was compiled or evaluated, or stood anywhere on the stack. */
export function timeOf(events: IEvent[], part: string): number {
  const evaluated = outermost(
    events
      .filter(
        ({ name, args }) =>
          ['EvaluateScript', 'v8.compile'].includes(name) &&
          args.data?.url?.includes(part)
      )
      .map(({ ts, dur }) => ({ from: ts, to: ts + (dur ?? 0) }))
  );
  const inside = (at: number) =>
    evaluated.some(({ from, to }) => at >= from && at <= to);
  const whole = evaluated.reduce((sum, { from, to }) => sum + to - from, 0);
  return (whole + onStack(events, part, at => !inside(at))) / 1000;
}

function outermost(spans: ISpan[]): ISpan[] {
  const kept: ISpan[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (kept.length === 0 || span.from >= kept[kept.length - 1].to) {
      kept.push(span);
    }
  }
  return kept;
}

/** Microseconds of the profile's samples whose stack has a frame of an address. */
function onStack(
  events: IEvent[],
  part: string,
  counts: (at: number) => boolean
): number {
  const starts = new Map<string, number>();
  const profiles = new Map<
    string,
    { ours: Map<number, boolean>; at: number; sum: number }
  >();
  for (const { name, pid, id, args } of events) {
    const key = `${pid}/${id}`;
    if (name === 'Profile') {
      starts.set(key, args.data?.startTime ?? 0);
    }
    if (name !== 'ProfileChunk') {
      continue;
    }
    const profile = profiles.get(key) ?? {
      ours: new Map<number, boolean>(),
      at: starts.get(key) ?? 0,
      sum: 0
    };
    profiles.set(key, profile);
    for (const node of args.data?.cpuProfile?.nodes ?? []) {
      const parent = profile.ours.get(node.parent ?? -1) ?? false;
      const own = node.callFrame.url?.includes(part) ?? false;
      profile.ours.set(node.id, parent || own);
    }
    (args.data?.cpuProfile?.samples ?? []).forEach((sample, i) => {
      const delta = args.data?.timeDeltas?.[i] ?? 0;
      profile.at += delta;
      if (profile.ours.get(sample) && counts(profile.at)) {
        profile.sum += delta;
      }
    });
  }
  return [...profiles.values()].reduce((sum, profile) => sum + profile.sum, 0);
}
