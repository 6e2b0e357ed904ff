import type { Host } from './host';
import type { IReport, ISample } from './protocol.generated';
import { heldBytes, quantityOf } from './quantity';

/**
 * A part of the bar. They add up from the left; null is not reported. `pool`
 * is what torch keeps for reuse, `driver` what Metal holds beside it, `metal`
 * both where they are not told apart.
 */
export interface IMemoryPart {
  key: 'tensors' | 'pool' | 'driver' | 'metal' | 'process';
  bytes: number | null;
}

/** A mark on the bar, or just beyond its right end. */
export interface IMemoryMark {
  key: 'recommended' | 'limit';
  bytes: number;
  /** Where on the bar, from 0 to 1; null when it lies beyond its right end. */
  at: number | null;
  /** The mark lies above the machine's own memory: it swaps long before. */
  aboveMachine: boolean;
}

/** What the memory section shows. Bytes; null is not reported. */
export interface IMemoryView {
  kind: 'accelerator' | 'process';
  /** The number set large. */
  main: number | null;
  /** What the right end of the bar stands for. */
  full: number | null;
  fullIs: 'recommended' | 'limit' | 'machine' | null;
  /** What the full width of the bar counts, at least `full`. */
  scale: number | null;
  parts: IMemoryPart[];
  marks: IMemoryMark[];
  /** How near the parts come to `full`. */
  level: 'calm' | 'near' | 'over';
  /** The process in the machine's memory, where it is not already the main number. */
  process: number | null;
  /** What the system charges the process with; null where it was not read. */
  footprint: number | null;
  system: { total: number | null; available: number | null };
  /** What the machine's system says of its memory; null where it was not read. */
  pressure: IPressure | null;
}

/** The word for the machine's memory, and what goes with it; null is not reported. */
export interface IPressure {
  word: NonNullable<ISample['host']>['pressure'];
  swap: number | null;
  compressed: number | null;
}

/** From this share of the full bar on it is said in words. */
const NEAR = 0.9;
/** A limit further off than this would leave the bar too short to read. */
const FARTHEST = 2.5;

/**
 * @param sample The newest reading.
 * @param report The facts, for what a sample leaves out.
 * @param host The newest reading beside the kernel.
 * @returns What the memory section shows.
 */
export function memoryView(
  sample: ISample,
  report: IReport | null,
  host: Host | null = null
): IMemoryView {
  const { mem } = sample;
  const total = mem.system_total ?? report?.memory_total ?? null;
  const system = { total, available: mem.system_available };
  const pressure = pressureOf(host);
  const beside = { footprint: host?.footprint ?? null, system, pressure };
  return quantityOf(sample) === 'tensors'
    ? { ...acceleratorView(sample, report), process: mem.rss, ...beside }
    : { ...processView(sample, total), process: null, ...beside };
}

type Own = Omit<IMemoryView, 'process' | 'footprint' | 'system' | 'pressure'>;

function pressureOf(host: Host | null): IPressure | null {
  if (!host) {
    return null;
  }
  const { pressure: word, swap_used: swap, compressed } = host;
  const isTold = word !== null || swap !== null || compressed !== null;
  return isTold ? { word, swap, compressed } : null;
}

function processView(sample: ISample, total: number | null): Own {
  const used = sample.mem.rss;
  return {
    kind: 'process',
    main: used,
    full: total,
    fullIs: total === null ? null : 'machine',
    scale: scaleOf(total, used),
    parts: [{ key: 'process', bytes: used }],
    marks: [],
    level: levelOf(used, total)
  };
}

function acceleratorView(sample: ISample, report: IReport | null): Own {
  const { mem } = sample;
  const limit = mem.limit ?? report?.accelerator?.memory ?? null;
  const full = mem.recommended ?? limit;
  const fullIs = mem.recommended !== null ? 'recommended' : 'limit';
  const used = heldBytes(sample) ?? mem.allocated;
  const isNear = full !== null && (limit ?? 0) <= FARTHEST * full;
  const scale = scaleOf(full, Math.max(used ?? 0, isNear ? (limit ?? 0) : 0));
  const total = mem.system_total ?? report?.memory_total ?? null;
  const shared = mem.device === 'mps';
  return {
    kind: 'accelerator',
    main: mem.allocated,
    full,
    fullIs: full === null ? null : fullIs,
    scale,
    parts: acceleratorParts(sample),
    marks: [
      ...mark('recommended', mem.recommended, scale, null),
      ...mark('limit', limit, scale, shared ? total : null)
    ],
    level: levelOf(used, full)
  };
}

function acceleratorParts(sample: ISample): IMemoryPart[] {
  const { device, allocated, reserved, driver } = sample.mem;
  if (device !== 'mps') {
    return [
      { key: 'tensors', bytes: allocated },
      { key: 'pool', bytes: rest(reserved, allocated) }
    ];
  }
  // Metal's own share is told apart only where torch tells what it keeps.
  return reserved === null
    ? [
        { key: 'tensors', bytes: allocated },
        { key: 'metal', bytes: rest(driver, allocated) }
      ]
    : [
        { key: 'tensors', bytes: allocated },
        { key: 'pool', bytes: rest(reserved, allocated) },
        { key: 'driver', bytes: rest(driver, reserved) }
      ];
}

/** The numbers are read one after the other: a difference can come out below 0. */
function rest(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : Math.max(0, whole - part);
}

function mark(
  key: IMemoryMark['key'],
  bytes: number | null,
  scale: number | null,
  machine: number | null
): IMemoryMark[] {
  if (bytes === null || bytes === 0) {
    return [];
  }
  return [
    {
      key,
      bytes,
      at: scale !== null && bytes <= scale ? bytes / scale : null,
      aboveMachine: machine !== null && bytes > machine
    }
  ];
}

function scaleOf(full: number | null, used: number | null): number | null {
  const scale = Math.max(full ?? 0, used ?? 0);
  return full === null || scale === 0 ? null : scale;
}

function levelOf(
  used: number | null,
  full: number | null
): IMemoryView['level'] {
  if (used === null || full === null || full === 0) {
    return 'calm';
  }
  if (used > full) {
    return 'over';
  }
  return used >= NEAR * full ? 'near' : 'calm';
}
