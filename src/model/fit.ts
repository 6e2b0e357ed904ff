import type { IMemoryView } from './memory';
import type { IReport } from './protocol.generated';

/** How the parameters are stored: bytes of one. */
export const DTYPES = { float32: 4, bfloat16: 2, float16: 2 } as const;
export type Dtype = keyof typeof DTYPES;

/** What the model is wanted for; how many numbers are kept for each parameter beside it. */
export const USES = {
  inference: 0,
  sgd: 1,
  momentum: 2,
  adam: 3
} as const;
export type Use = keyof typeof USES;

/** What a learner asks about. */
export interface IFitQuestion {
  /** Number of parameters. */
  parameters: number;
  dtype: Dtype;
  use: Use;
  /** Bytes that one sample leaves for the backward pass; null is not known. */
  perSample: number | null;
  batch: number;
}

/** What there is to fit into. Bytes; null is not reported. */
export interface IFitLimits {
  /** Beyond this it gets slow, or others are pushed out. */
  advised: number | null;
  /** Beyond this an allocation fails; null where only swapping sets in. */
  hard: number | null;
  /** Held by this process already. */
  taken: number;
}

/** From at least to at most, in bytes. */
export interface IFit {
  low: number;
  high: number;
  verdict: 'fits' | 'tight' | 'too-large' | 'unknown';
}

/** Pools hand out whole blocks: what is held is more than what is asked for. */
const ROUNDING = 1.1;

/**
 * Parameters, a gradient each when training, and the optimizer's own numbers of
 * the same size (momentum 1, Adam 2): exact to some bytes. The upper end adds a
 * temporary of the size of the parameters, which torch.optim's default loops over
 * many tensors take ("foreach … uses ~ sizeof(params) more peak memory",
 * torch.optim.Adam), and a tenth for what pools round up. What the layers keep
 * for the backward pass counts where it is given.
 *
 * @param question What is asked about.
 * @param limits What there is.
 * @returns An estimate with a range, and what it means.
 */
export function fit(question: IFitQuestion, limits: IFitLimits): IFit {
  const { parameters, dtype, use, perSample, batch } = question;
  const own = parameters * DTYPES[dtype];
  const kept = use === 'inference' ? 0 : (perSample ?? 0) * batch;
  const low = own * (1 + USES[use]) + kept;
  const temporary = use === 'inference' ? 0 : own;
  const high = (low + temporary) * ROUNDING;
  return { low, high, verdict: verdict(low, high, limits) };
}

function verdict(
  low: number,
  high: number,
  limits: IFitLimits
): IFit['verdict'] {
  const { advised, hard, taken } = limits;
  const wall = hard ?? advised;
  if (advised === null || wall === null) {
    return 'unknown';
  }
  if (low + taken > wall) {
    return 'too-large';
  }
  return high + taken <= advised ? 'fits' : 'tight';
}

/**
 * @param report The facts, for before the first reading.
 * @param view The newest reading, or null.
 * @returns What there is to fit into.
 */
export function limitsOf(
  report: IReport | null,
  view: IMemoryView | null
): IFitLimits {
  if (view?.kind === 'accelerator') {
    const taken = view.parts.reduce((sum, part) => sum + (part.bytes ?? 0), 0);
    const hard = view.marks.find(mark => mark.key === 'limit')?.bytes;
    return { advised: view.full, hard: hard ?? view.full, taken };
  }
  const own = report?.accelerator?.memory ?? report?.mps?.recommended ?? null;
  if (own !== null && view === null) {
    return { advised: own, hard: report?.mps?.limit ?? own, taken: 0 };
  }
  // On the CPU nothing refuses: beyond what is available the machine swaps.
  const taken = view?.main ?? 0;
  const available = view?.system.available ?? null;
  const advised = available === null ? null : available + taken;
  return {
    advised: advised ?? report?.memory_total ?? null,
    hard: null,
    taken
  };
}

const SCALES: Record<string, number> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  b: 1e9,
  g: 1e9
};
/** More than the largest models have. */
const MOST = 1e13;

/**
 * @param text As people write it: `25.6M`, `7B`, `23 528 522`, `1e6`.
 * @returns The number; null where it is none, or below 0 or absurd.
 */
export function parseCount(text: string): number | null {
  const found = /^(\d+(?:\.\d*)?(?:e\d{1,2})?)([kmbg]?)$/i.exec(
    text.replace(/[\s,_]/g, '')
  );
  if (!found) {
    return null;
  }
  const count = Number(found[1]) * SCALES[found[2].toLowerCase()];
  return count <= MOST ? count : null;
}
