import type { Condition, IComparison, Plain } from './rules';

/** True, false, or unknown. */
export type Truth = boolean | null;

/** What a kernel reported: read by path, nothing taken for granted. */
export type Facts = Readonly<Record<string, unknown>>;

const VERSION = /^\d{1,9}(?:\.\d{1,9}){0,5}/;

/**
 * @param facts The facts.
 * @param path A dotted path.
 * @returns What lies there; null where any part of the way is missing.
 */
export function fact(facts: Facts, path: string): unknown {
  let value: unknown = facts;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !(name in value)) {
      return null;
    }
    value = (value as Facts)[name];
  }
  return value ?? null;
}

/**
 * @param one A version, such as `2.13.0+cpu`.
 * @param other Another.
 * @returns Whether the first is the older; null where either is no version.
 */
export function isBelow(one: unknown, other: unknown): Truth {
  const left = version(one);
  const right = version(other);
  if (!left || !right) {
    return null;
  }
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}

/**
 * `devicelab/diagnosis/conditions.py` is the same in Python; one table of cases drives both.
 *
 * @param condition A condition of protocol/diagnosis.json.
 * @param facts The facts.
 * @returns Whether it holds; null where the facts don't decide.
 */
export function holds(condition: Condition, facts: Facts): Truth {
  if ('all' in condition) {
    return every(condition.all.map(part => holds(part, facts)));
  }
  if ('any' in condition) {
    return not(every(condition.any.map(part => not(holds(part, facts)))));
  }
  if ('not' in condition) {
    return not(holds(condition.not, facts));
  }
  return compare(condition, facts);
}

function version(value: unknown): number[] | null {
  const found = typeof value === 'string' ? VERSION.exec(value) : null;
  return found ? found[0].split('.').map(Number) : null;
}

function every(parts: Truth[]): Truth {
  if (parts.includes(false)) {
    return false;
  }
  return parts.includes(null) ? null : true;
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function compare(condition: IComparison, facts: Facts): Truth {
  const value = fact(facts, condition.fact);
  if (condition.known !== undefined) {
    return (value !== null) === condition.known;
  }
  if (value === null) {
    return null;
  }
  if (condition.in !== undefined) {
    return condition.in.includes(value as Plain);
  }
  if (condition.starts !== undefined) {
    return typeof value === 'string' && value.startsWith(condition.starts);
  }
  if (condition.below !== undefined) {
    return isBelow(value, resolved(condition.below, facts));
  }
  if (condition.from !== undefined) {
    return not(isBelow(value, resolved(condition.from, facts)));
  }
  return value === condition.is;
}

function resolved(wanted: string | { fact: string }, facts: Facts): unknown {
  return typeof wanted === 'string' ? wanted : fact(facts, wanted.fact);
}
