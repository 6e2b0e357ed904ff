/** Whether a value from elsewhere, already decoded, is of the protocol. */
export type Fits = (value: unknown) => boolean;

/*
 * The part of JSON Schema that `protocol/` uses, as functions: the schemas are
 * made into calls of them. A test holds them against ajv.
 */

export const oneOf =
  (...allowed: unknown[]): Fits =>
  value =>
    allowed.includes(value);

export const either =
  (...parts: Fits[]): Fits =>
  value =>
    parts.some(fits => fits(value));

/** What fits, or null: not reported. */
export const maybe =
  (fits: Fits): Fits =>
  value =>
    value === null || fits(value);

export const flag: Fits = value => typeof value === 'boolean';

export const number =
  (least: number, most: number): Fits =>
  value =>
    typeof value === 'number' && value >= least && value <= most;

/** A number that is more than `least`. */
export const above =
  (least: number, most: number): Fits =>
  value =>
    value !== least && number(least, most)(value);

export const whole =
  (least: number, most: number): Fits =>
  value =>
    Number.isInteger(value) && number(least, most)(value);

/** A text's length is that in UTF-16 units, which is what a size cap needs. */
export const text =
  (longest: number, pattern = /^/): Fits =>
  value =>
    typeof value === 'string' && value.length <= longest && pattern.test(value);

export const list =
  (item: Fits, most: number, least = 0): Fits =>
  value =>
    Array.isArray(value) &&
    value.length >= least &&
    value.length <= most &&
    value.every(item);

/** An object with these properties and no other; the optional ones may be missing. */
export function record(
  properties: Record<string, Fits>,
  ...optional: string[]
): Fits {
  const entries = Object.entries(properties);
  return value =>
    isObject(value) &&
    Object.keys(value).every(name => Object.hasOwn(properties, name)) &&
    entries.every(([name, fits]) =>
      value[name] === undefined ? optional.includes(name) : fits(value[name])
    );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
