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

/** A condition of protocol/diagnosis.json. */
export type Condition = (facts: Facts) => Truth;

/*
 * `devicelab/diagnosis/conditions.py` is the same in Python; one table of cases
 * drives both. Over a fact that was not reported a condition is unknown.
 */

export const known =
  (path: string, isKnown = true): Condition =>
  facts =>
    (fact(facts, path) !== null) === isKnown;

export const is =
  (path: string, ...allowed: unknown[]): Condition =>
  facts => {
    const value = fact(facts, path);
    return value === null ? null : allowed.includes(value);
  };

export const starts =
  (path: string, beginning: string): Condition =>
  facts => {
    const value = fact(facts, path);
    return value === null
      ? null
      : typeof value === 'string' && value.startsWith(beginning);
  };

/** A version against another, which may be a fact itself. */
export const below =
  (path: string, other: string | { fact: string }): Condition =>
  facts =>
    isBelow(
      fact(facts, path),
      typeof other === 'string' ? other : fact(facts, other.fact)
    );

export const not =
  (part: Condition): Condition =>
  facts =>
    opposite(part(facts));

export const all =
  (...parts: Condition[]): Condition =>
  facts =>
    every(parts.map(part => part(facts)));

export const any = (...parts: Condition[]): Condition =>
  not(all(...parts.map(not)));

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

function opposite(truth: Truth): Truth {
  return truth === null ? null : !truth;
}
