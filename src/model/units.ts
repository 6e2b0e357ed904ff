import type { ITranslation } from './translation';

/** Units of memory: powers of 1024, as PyTorch counts, or of 1000. */
export type Units = 'GiB' | 'GB';

interface IUnits {
  large: { name: 'GiB' | 'GB'; bytes: number };
  small: { name: 'MiB' | 'MB'; bytes: number };
}

const UNITS: Record<Units, IUnits> = {
  GiB: {
    large: { name: 'GiB', bytes: 2 ** 30 },
    small: { name: 'MiB', bytes: 2 ** 20 }
  },
  GB: {
    large: { name: 'GB', bytes: 1e9 },
    small: { name: 'MB', bytes: 1e6 }
  }
};
let units = UNITS.GiB;

/** Write all sizes in these units from now on: one page has one way of writing them. */
export function setUnits(wanted: Units): void {
  units = UNITS[wanted];
}

/** @returns The units in which sizes are written. */
export function unitsInUse(): Readonly<IUnits> {
  return units;
}

/** A number of bytes in two parts, for places that set the number larger than its unit. */
export interface IQuantity {
  value: string;
  unit: IUnits['large' | 'small']['name'];
}

/**
 * @param bytes A number of bytes; its sign is dropped.
 * @returns The number with one decimal, and its unit. What is above zero never reads as 0.
 */
export function splitBytes(bytes: number): IQuantity {
  const size = Math.abs(bytes);
  const { large, small } = units;
  // Above this the small number with one decimal would already round up to 1 large one.
  if (size >= large.bytes - 0.05 * small.bytes) {
    return { value: (size / large.bytes).toFixed(1), unit: large.name };
  }
  const unit = small.name;
  if (size > 0 && size < 0.05 * small.bytes) {
    return { value: '< 0.1', unit };
  }
  return { value: size === 0 ? '0' : (size / small.bytes).toFixed(1), unit };
}

/**
 * @param bytes A number of bytes, 0 or more.
 * @returns Such as `3.1 GiB` or `512.0 MiB`.
 */
export function formatBytes(bytes: number): string {
  const { value, unit } = splitBytes(bytes);
  return `${value} ${unit}`;
}

/**
 * @param bytes The size of a thing that is built in round numbers.
 * @returns As `formatBytes`, but `36 GiB` instead of `36.0 GiB`.
 */
export function formatCapacity(bytes: number): string {
  return formatBytes(bytes).replace('.0 ', ' ');
}

/**
 * @param part Bytes.
 * @param whole Bytes.
 * @returns Both; the unit stands once where they share it: `['3.1', '24 GiB']`.
 */
export function formatPair(part: number, whole: number): [string, string] {
  const full = formatCapacity(whole);
  const { value, unit } = splitBytes(part);
  return [full.endsWith(unit) ? value : `${value} ${unit}`, full];
}

/**
 * @param bytes A difference in bytes.
 * @returns With its sign, `+2.2 GiB` or `−0.3 GiB`; no change is `±0`, one too small to show `≈ 0`.
 */
export function formatChange(bytes: number): string {
  if (bytes === 0) {
    return '±0';
  }
  const size = formatBytes(bytes);
  return size.startsWith('<') ? '≈ 0' : `${bytes > 0 ? '+' : '−'}${size}`;
}

/**
 * @param bytes Bytes, or null when the kernel could not say.
 * @param trans The translation.
 * @returns The bytes, or "not reported": unknown is never drawn as 0.
 */
export function bytesOrNot(bytes: number | null, trans: ITranslation): string {
  return orNot(bytes, formatBytes, trans);
}

/** What was counted whole, or the least that it is. */
export function bound(
  value: number | string,
  exact: boolean,
  trans: ITranslation
): string {
  return exact ? String(value) : trans.__('≥ %1', value);
}

/** The same of a change. */
export function changeOrNot(bytes: number | null, trans: ITranslation): string {
  return orNot(bytes, formatChange, trans);
}

/** A value in its own way of writing; null is "not reported". */
export function orNot<T>(
  value: T | null,
  format: (value: T) => string,
  trans: ITranslation
): string {
  return value === null ? trans.__('not reported') : format(value);
}

/**
 * @param seconds A length of time, 0 or more.
 * @returns Such as `12 ms`, `4.2 s`, `42 s`, `1 min 07 s` or `2 h 05 min`.
 */
export function formatSeconds(seconds: number): string {
  const thousandths = Math.round(seconds * 1000);
  if (thousandths < 100) {
    return thousandths === 0 ? '< 1 ms' : `${thousandths} ms`;
  }
  const tenths = Math.round(seconds * 10) / 10;
  if (tenths < 10) {
    return `${tenths.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/**
 * @param seconds The length of an axis, 0 or more.
 * @returns Such as `90 s`, `2.5 min` or `5 min`.
 */
export function formatSpan(seconds: number): string {
  return seconds < 119.5
    ? `${Math.round(seconds)} s`
    : `${(seconds / 60).toFixed(1).replace('.0', '')} min`;
}

/**
 * @param ms The age of a reading in milliseconds; below 0 (clocks differ) counts as 0.
 * @returns Rounded down to one unit: `12 s`, `3 min`, `2 h`, `4 d`.
 */
export function formatAge(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  const hours = Math.floor(seconds / 3600);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}
