import type { Facts } from './conditions';
import { fact, isBelow } from './conditions';
import type { ICause, IFloor, IWords } from './rules';
import { CAUSES, FACTS, FLOORS } from './texts.generated';
import type { ITranslation } from './translation';

/** A fact that decided: its name in code or words, and its value as text. */
export interface IEvidence {
  name: string;
  value: string;
}

/** Which cause applies, by what evidence, and what to do. */
export interface IDiagnosis extends IWords {
  cause: ICause;
  evidence: IEvidence[];
}

/**
 * `devicelab/diagnosis/tree.py` is the same in Python; one table of cases drives both.
 *
 * @param report A report of the agent, or what there is of one.
 * @returns The first cause that the facts prove; `unknown` where they prove none.
 */
export function findCause(report: object): ICause {
  const facts = withFloors(report);
  return (
    CAUSES.find(cause => applies(cause, facts)) ?? CAUSES[CAUSES.length - 1]
  );
}

/**
 * @param report A report of the agent, or what there is of one.
 * @param trans The translation.
 * @returns Why the accelerator is or is not usable.
 */
export function diagnose(report: object, trans: ITranslation): IDiagnosis {
  const cause = findCause(report);
  const facts = withFloors(report);
  const args = cause.args.map(path => asText(fact(facts, path)) ?? '');
  return {
    cause,
    ...cause.words(trans, args),
    evidence: evidenceOf(cause, facts, trans)
  };
}

function applies(cause: ICause, facts: Facts): boolean {
  return (
    cause.when(facts) === true &&
    cause.args.every(path => asText(fact(facts, path)) !== null)
  );
}

function withFloors(report: object): Facts {
  const facts = { ...report };
  const floors = Object.entries(FLOORS).map(([name, floor]) => [
    name,
    needed(floor, fact(facts, floor.by))
  ]);
  return { ...facts, floors: Object.fromEntries(floors) };
}

/** What a release needs: the last row that begins at or before it. */
function needed(floor: IFloor, release: unknown): string | null {
  const rows = floor.rows.filter(row => isBelow(release, row.from) === false);
  return rows.length > 0 ? rows[rows.length - 1].needs : null;
}

/** As Python writes it; null for what is not reported or is no plain value. */
function asText(value: unknown): string | null {
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return typeof value === 'string' || Number.isInteger(value)
    ? String(value)
    : null;
}

function evidenceOf(
  cause: ICause,
  facts: Facts,
  trans: ITranslation
): IEvidence[] {
  return cause.evidence
    .map(path => ({ path, value: asText(fact(facts, path)) }))
    .filter(({ value }) => value !== null || cause.raw)
    .map(({ path, value }) => ({
      name: FACTS[path],
      // An empty variable is a fact, and must be seen as one.
      value: value === null ? trans.__('not reported') : value || '""'
    }));
}
