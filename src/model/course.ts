import type { Outcome } from './outcome';
import { bestOutcome, isDone } from './outcome';
import { parseVerdict } from './parse';

/** The mime type under which a verdict is shown. */
export const VERDICT_MIME = 'application/vnd.devicelab.verdict+json';

/** A cell of a notebook, as far as the course cares. */
export interface ICourseCell {
  id: string;
  type: string;
  source: string;
  /** What its outputs hold under `VERDICT_MIME`; nothing is trusted. */
  verdicts: readonly unknown[];
}

/** An exercise of a notebook, found by the id in a cell's source. */
export interface ICourseItem {
  /** Such as `m1.q3`. */
  item: string;
  /** From the heading above it; null where no heading names it. */
  title: string | null;
  /** The cell that checks it. */
  cellId: string;
  /** The best outcome that is known; `unattempted` where none is. */
  outcome: Outcome;
  /** The device of that outcome, as PyTorch writes it. */
  device: string | null;
  /** It has passed on a simulated Mac only. */
  sim: boolean;
}

/** What the receipts say of an exercise: the best outcome so far. */
export interface IKept {
  item: string;
  outcome: Outcome;
  device: string | null;
  /** It is a pass on a simulated Mac. */
  sim: boolean;
}

const CHECK =
  /^[^#\n]*\bcp\.(?:check|grade|predict)\(\s*["'](m[1-9][0-9]?\.[qp][1-9][0-9]?)["']/gm;
const HEADING = /^#{1,6} +(.*)$/gm;
const MAX_ITEMS = 200;
const MAX_SOURCE = 20_000;
const MAX_TITLE = 120;
const NOTHING = { outcome: 'unattempted', device: null, sim: false } as const;

/**
 * The receipts are the truth. Only where they can't be had the outputs of the
 * notebook stand in for them: those may be another learner's, or of long ago.
 *
 * @param cells The cells of a notebook in order.
 * @param kept What the receipts say; null where they can't be had.
 * @returns Its exercises in order; of copied check cells the first counts.
 */
export function courseItems(
  cells: readonly ICourseCell[],
  kept: readonly IKept[] | null = null
): ICourseItem[] {
  const titles = headings(cells);
  const found = new Map<string, string>();
  for (const cell of cells.filter(({ type }) => type === 'code')) {
    for (const [, item] of capped(cell).matchAll(CHECK)) {
      if (!found.has(item) && found.size < MAX_ITEMS) {
        found.set(item, cell.id);
      }
    }
  }
  const known = kept ?? cells.flatMap(cell => cell.verdicts).flatMap(shown);
  return [...found].map(([item, cellId]) => {
    const title = titles.get(item) ?? null;
    const best = bestOf(known.filter(one => one.item === item));
    const { outcome, device, sim } = best ?? NOTHING;
    return { item, title, cellId, outcome, device, sim };
  });
}

/**
 * @param kept What was known.
 * @param added What has come after that.
 * @returns Both, each exercise with its better outcome.
 */
export function withVerdict(
  kept: readonly IKept[],
  added: IKept
): readonly IKept[] {
  const before = kept.filter(({ item }) => item === added.item);
  return bestOf([...before, added]) === added
    ? [...kept.filter(one => !before.includes(one)), added]
    : kept;
}

/** The first of the best; a real device comes before a simulated one. */
function bestOf(known: readonly IKept[]): IKept | undefined {
  const outcome = bestOutcome(known.map(one => one.outcome));
  const best = known.filter(one => one.outcome === outcome);
  return best.find(({ sim }) => !sim) ?? best[0];
}

/** What a verdict in an output says; nothing where it is none. */
export function shown(data: unknown): IKept[] {
  const verdict = parseVerdict(data);
  if (!verdict) {
    return [];
  }
  const { item, outcome, device } = verdict;
  const sim = verdict.sim && outcome === 'passed';
  return [{ item, outcome, device: device.type, sim }];
}

/**
 * @param items The exercises of a notebook.
 * @param after The exercise to go on from; null begins at the first.
 * @returns The next that is not done, from the start again after the last; null when all are.
 */
export function nextItem(
  items: readonly ICourseItem[],
  after: string | null = null
): ICourseItem | null {
  const at = items.findIndex(({ item }) => item === after) + 1;
  const round = [...items.slice(at), ...items.slice(0, at)];
  return (
    round.find(({ item, outcome }) => item !== after && !isDone(outcome)) ??
    null
  );
}

function capped(cell: ICourseCell): string {
  return cell.source.slice(0, MAX_SOURCE);
}

/** `### Exercise m1.q1. Pick the device` gives `Pick the device`. */
function headings(cells: readonly ICourseCell[]): Map<string, string> {
  const titles = new Map<string, string>();
  for (const cell of cells.filter(({ type }) => type === 'markdown')) {
    for (const [, heading] of capped(cell).matchAll(HEADING)) {
      const named = /\b(m[1-9][0-9]?\.[qp][1-9][0-9]?)\b[.:]? *(.+)$/.exec(
        heading
      );
      if (named && !titles.has(named[1])) {
        titles.set(named[1], named[2].trim().slice(0, MAX_TITLE));
      }
    }
  }
  return titles;
}
