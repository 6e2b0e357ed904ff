import type { History } from './history';
import { parseSample } from './parse';
import type { ISample } from './protocol.generated';
import type { IGhost } from './runs';

/** What a page has known of a kernel, as it was kept for after a reload. */
export interface IStored {
  samples: ISample[];
  /** The runs that another page or program had started. */
  elsewhere: ReadonlySet<number>;
  /** When the newest sample reached the page, in milliseconds since 1970. */
  receivedAtMs: number;
  ghosts: IGhost[];
}

/** Another number is another form, which is not read. */
const FORM = 1;
/** Characters: a browser gives all pages of one address about 5 million. */
const MOST = 1_500_000;
const MOST_SAMPLES = 7200;
const TIMES = [
  'seq',
  't_mono',
  't_wall',
  'period',
  'slowdown',
  'gap_ms',
  'cost_us'
] as const;
const MEMORY = [
  'rss',
  'system_total',
  'system_available',
  'device',
  'allocated',
  'reserved',
  'driver',
  'recommended',
  'limit',
  'allocated_peak'
] as const;
const PEAKS = ['rss', 'allocated', 'driver', 'reserved'] as const;
/** Where the fields of a run and the three words begin in a row. */
const RUN_AT = TIMES.length;
const MEMORY_AT = RUN_AT + 2;
const PEAKS_AT = MEMORY_AT + MEMORY.length;
const HOST_AT = PEAKS_AT + PEAKS.length;

/**
 * @param history What the kernel has sent.
 * @param ghosts Its last runs before a restart.
 * @returns All of it as text; the oldest samples are left out where it would be too long. Null where there is nothing.
 */
export function pack(
  history: History,
  ghosts: readonly IGhost[]
): string | null {
  const { latest, latestReceivedAtMs } = history;
  if (!latest && ghosts.length === 0) {
    return null;
  }
  let samples = history.samples;
  for (;;) {
    const text = JSON.stringify({
      form: FORM,
      epoch: latest?.epoch ?? null,
      sim: latest?.sim ?? false,
      at: latestReceivedAtMs ?? 0,
      runs: runsOf(samples),
      rows: samples.map(row),
      elsewhere: history.runs.filter(run => run.elsewhere).map(run => run.n),
      ghosts
    });
    if (text.length <= MOST || samples.length === 0) {
      return text.length <= MOST ? text : null;
    }
    samples = samples.slice(Math.ceil(samples.length / 2));
  }
}

/**
 * What lies in a browser's storage may have been put there by anybody.
 *
 * @param text What was kept.
 * @returns What is in it; null where it is not of this form.
 */
export function unpack(text: string): IStored | null {
  const kept = parsed(text);
  const { form, rows, runs, elsewhere, ghosts, at } = kept;
  if (form !== FORM || !Array.isArray(rows) || !Array.isArray(runs)) {
    return null;
  }
  const byNumber = new Map(
    runs.filter(Array.isArray).map(run => [run[0], run] as const)
  );
  return {
    samples: rows
      .slice(-MOST_SAMPLES)
      .map(found =>
        Array.isArray(found) ? sample(found, byNumber, kept) : null
      )
      .filter((found): found is ISample => found !== null),
    elsewhere: new Set(numbers(elsewhere)),
    receivedAtMs: typeof at === 'number' && Number.isFinite(at) ? at : 0,
    ghosts: Array.isArray(ghosts) ? ghosts.filter(isGhost) : []
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null
      ? (found as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

const numbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter(n => typeof n === 'number') : [];

/** What the samples of a run share. */
function runsOf(samples: readonly ISample[]): unknown[] {
  const runs = new Map<number, unknown[]>();
  for (const { run } of samples) {
    runs.set(run.n, [run.n, run.cell_id, run.execution_count]);
  }
  return [...runs.values()];
}

function row(sample: ISample): unknown[] {
  const { run, mem, peak, phase, host } = sample;
  return [
    ...TIMES.map(key => sample[key]),
    run.n,
    run.seconds,
    ...MEMORY.map(key => mem[key]),
    ...PEAKS.map(key => peak[key]),
    host,
    phase
  ];
}

/** A row as the sample that it was, if the protocol lets it be one. */
function sample(
  cells: unknown[],
  runs: ReadonlyMap<unknown, unknown[]>,
  kept: Record<string, unknown>
): ISample | null {
  const take = (keys: readonly string[], at: number) =>
    Object.fromEntries(keys.map((key, i) => [key, cells[at + i]]));
  const [n, cell_id, execution_count] = runs.get(cells[RUN_AT]) ?? [];
  return parseSample({
    v: 2,
    kind: 'sample',
    epoch: kept.epoch,
    sim: kept.sim,
    error: null,
    ...take(TIMES, 0),
    run: { n, cell_id, execution_count, seconds: cells[RUN_AT + 1] },
    mem: take(MEMORY, MEMORY_AT),
    peak: take(PEAKS, PEAKS_AT),
    host: cells[HOST_AT],
    phase: cells[HOST_AT + 1]
  });
}

/** Of a ghost's curve; it is kept more coarsely than that. */
const MOST_POINTS = 1000;
const LABEL = /^\[(?:\d{1,16}|\?)\]$/;
const PLAIN = ['n', 'start', 'end', 'seconds'];
const MAYBE = [
  'first',
  'peak',
  'peakAt',
  'last',
  'change',
  'gpuShare',
  'count'
];
const YES_NO = ['running', 'elsewhere', 'exact'];

/** A run of an earlier life: the fields that it must have, each of its kind. */
function isGhost(value: unknown): value is IGhost {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const run = value as Record<string, unknown>;
  const { label, quantity, cellId, segments } = run;
  return (
    typeof label === 'string' &&
    LABEL.test(label) &&
    (quantity === 'tensors' || quantity === 'process') &&
    (cellId === null || typeof cellId === 'string') &&
    PLAIN.every(key => Number.isFinite(run[key])) &&
    MAYBE.every(key => run[key] === null || Number.isFinite(run[key])) &&
    YES_NO.every(key => typeof run[key] === 'boolean') &&
    Array.isArray(segments) &&
    segments.every(points => Array.isArray(points) && points.every(isPoint)) &&
    segments.flat().length <= MOST_POINTS
  );
}

const isPoint = (point: unknown): boolean =>
  ['t', 'v'].every(key => Number.isFinite(Object(point)[key]));
