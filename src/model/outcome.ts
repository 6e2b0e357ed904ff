import type { IVerdict } from './protocol.generated';
import type { ITranslation } from './translation';

/** What a check concluded, as in `protocol/verdict.schema.json`. */
export type Outcome = IVerdict['outcome'];

/** From the best to the least: done stays done, whatever a later try says. */
const BEST_FIRST: readonly Outcome[] = [
  'passed',
  'passed_cpu',
  'failed',
  'error',
  'noisy',
  'skipped',
  'broken',
  'unattempted'
];

/** Whether it is one of the outcomes. */
export function isOutcome(value: unknown): value is Outcome {
  return (BEST_FIRST as readonly unknown[]).includes(value);
}

/** Whether the answer is right, with or without an accelerator. */
export function isDone(outcome: Outcome): boolean {
  return outcome === 'passed' || outcome === 'passed_cpu';
}

/**
 * @param outcomes Outcomes of one exercise.
 * @returns The best of them; null where there is none.
 */
export function bestOutcome(outcomes: readonly Outcome[]): Outcome | null {
  return BEST_FIRST.find(outcome => outcomes.includes(outcome)) ?? null;
}

/**
 * The same words as the text form has (`devicelab/checkpoint/verdict.py`, `WORDS`).
 *
 * @param outcome What the check concluded.
 * @param trans The translation.
 * @returns A word or two.
 */
export function outcomeText(outcome: Outcome, trans: ITranslation): string {
  const texts: Record<Outcome, string> = {
    passed: trans.__('passed'),
    passed_cpu: trans.__('passed on the CPU'),
    failed: trans.__('not yet'),
    error: trans.__('stopped by an error'),
    unattempted: trans.__('not started'),
    skipped: trans.__('skipped'),
    noisy: trans.__('too noisy to say'),
    broken: trans.__('our check broke')
  };
  return texts[outcome];
}

/** Whether an item is a prediction, such as `m1.p1`, rather than an exercise. */
export function isPrediction(item: string): boolean {
  return item.includes('.p');
}

/**
 * @param item The item's id.
 * @param outcome What the check concluded.
 * @param trans The translation.
 * @returns A word or two; a prediction is made rather than passed.
 */
export function itemOutcomeText(
  item: string,
  outcome: Outcome,
  trans: ITranslation
): string {
  return outcome === 'passed' && isPrediction(item)
    ? trans.__('predicted')
    : outcomeText(outcome, trans);
}
