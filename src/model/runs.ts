import type { ISample } from './protocol.generated';
import type { Quantity } from './quantity';
import { peakOf, valueOf } from './quantity';
import type { IPoint } from './timeline';

/** One cell execution as its samples show it. Bytes; seconds of the kernel's monotonic clock. */
export interface IRun {
  n: number;
  /** `[7]`, or `[?]` while the number of the cell is not known. */
  label: string;
  /** The number beside the cell; null while it is not known. */
  count: number | null;
  /** The id of the cell in its notebook; null where the kernel did not say. */
  cellId: string | null;
  /** When the cell began, which is before its first sample. */
  start: number;
  /** The last sample so far. */
  end: number;
  running: boolean;
  /** Started by another page or program, so no cell here stands behind it. */
  elsewhere: boolean;
  seconds: number;
  /** What the peak, the change and the first and last value count. */
  quantity: Quantity;
  first: number | null;
  /** The highest sample: the true peak is at least this. */
  peak: number | null;
  /** The peak is torch's own count for this cell, so no higher one was missed. */
  exact: boolean;
  peakAt: number | null;
  last: number | null;
  change: number | null;
  /** Mean of this kernel's share of the GPU's time, 1 for all of it; null where it was not read. */
  gpuShare: number | null;
}

/** A run before a restart, with its curve from its own beginning: its samples are not kept. */
export interface IGhost extends IRun {
  segments: IPoint[][];
}

type Track = Pick<IRun, 'first' | 'peak' | 'peakAt' | 'last'>;
type Derived = keyof Track | 'quantity' | 'change' | 'exact' | 'gpuShare';

/** What is kept of a run: both quantities, because torch may be imported half-way. */
export interface IRunRecord extends Omit<IRun, Derived> {
  tracks: Record<Quantity, Track>;
  /** torch's count of the most in tensors: before the run, and by now. */
  counted: { before: number | null; now: number | null };
  shares: { sum: number; count: number };
}

/**
 * Begin a run at its first sample.
 *
 * @param sample The first sample of the run.
 * @param before The last sample of the run before; where nothing ran in between, its values are what this run began with.
 * @returns The record, with the sample in it.
 */
export function beginRun(
  sample: ISample,
  before: ISample | null,
  elsewhere: boolean
): IRunRecord {
  const base = before && follows(sample, before) ? before : sample;
  const record: IRunRecord = {
    n: sample.run.n,
    label: '[?]',
    count: null,
    cellId: sample.run.cell_id,
    start: sample.t_mono - sample.run.seconds,
    end: sample.t_mono,
    running: true,
    elsewhere,
    seconds: 0,
    tracks: {
      tensors: track(base, 'tensors'),
      process: track(base, 'process')
    },
    counted: { before: base.mem.allocated_peak, now: null },
    shares: { sum: 0, count: 0 }
  };
  extendRun(record, sample, elsewhere);
  return record;
}

/**
 * Take one more sample into a run.
 *
 * @param record The run; it is changed.
 * @param sample A later sample of the same run.
 * @param elsewhere Whether the run was started elsewhere.
 */
export function extendRun(
  record: IRunRecord,
  sample: ISample,
  elsewhere: boolean
): void {
  const { execution_count, seconds } = sample.run;
  if (execution_count !== null && !elsewhere) {
    record.label = `[${execution_count}]`;
    record.count = execution_count;
  }
  record.end = sample.t_mono;
  record.seconds = seconds;
  record.running = sample.phase === 'running';
  record.elsewhere = elsewhere;
  raise(record.tracks.tensors, sample, 'tensors');
  raise(record.tracks.process, sample, 'process');
  countPeak(record, sample.mem.allocated_peak);
  const share = sample.host?.gpu_own ?? null;
  if (share !== null) {
    record.shares.sum += share;
    record.shares.count += 1;
  }
}

/**
 * @param record A run.
 * @param quantity Which of its two quantities is drawn.
 * @returns The run as the panel shows it.
 */
export function viewRun(record: IRunRecord, quantity: Quantity): IRun {
  const { tracks, counted, shares, ...kept } = record;
  const track = tracks[quantity];
  const { first, last } = track;
  const most = quantity === 'tensors' ? countedPeak(counted, track) : null;
  return {
    ...kept,
    quantity,
    ...track,
    peak: most ?? track.peak,
    exact: most !== null,
    change: first === null || last === null ? null : last - first,
    gpuShare: shares.count === 0 ? null : shares.sum / shares.count
  };
}

/** A count that falls was reset by the learner: from then on it says nothing of the whole cell. */
function countPeak({ counted }: IRunRecord, peak: number | null): void {
  const known = counted.now ?? counted.before;
  if (peak !== null && known !== null && peak < known) {
    counted.before = null;
  }
  counted.now = peak ?? counted.now;
}

/** torch counts over the whole process: where the count has risen in a cell, it is that cell's. */
function countedPeak(
  counted: IRunRecord['counted'],
  tensors: Track
): number | null {
  const { before, now } = counted;
  const isRisen = before !== null && now !== null && now > before;
  return isRisen && now >= (tensors.peak ?? 0) ? now : null;
}

function follows(sample: ISample, before: ISample): boolean {
  return before.phase === 'ended' && before.run.n === sample.run.n - 1;
}

function track(base: ISample, quantity: Quantity): Track {
  const first = valueOf(base, quantity);
  return { first, peak: null, peakAt: null, last: null };
}

function raise(track: Track, sample: ISample, quantity: Quantity): void {
  const value = valueOf(sample, quantity);
  if (value === null) {
    return;
  }
  track.first ??= value;
  track.last = value;
  const highest = Math.max(value, peakOf(sample, quantity) ?? 0);
  if (track.peak === null || highest > track.peak) {
    track.peak = highest;
    track.peakAt = sample.t_mono;
  }
}
