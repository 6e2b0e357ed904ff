import type { ITranslation } from './translation';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
// Below this the number with one decimal would already round up to 1.0 GiB.
const SMALLEST_GIB = GIB - 0.05 * MIB;

/** A number of bytes in two parts, for places that set the number larger than its unit. */
export interface IQuantity {
  value: string;
  unit: 'GiB' | 'MiB';
}

/**
 * @param bytes A number of bytes; its sign is dropped.
 * @returns The number with one decimal, and its unit. What is above zero never reads as 0.
 */
export function splitBytes(bytes: number): IQuantity {
  const size = Math.abs(bytes);
  if (size >= SMALLEST_GIB) {
    return { value: (size / GIB).toFixed(1), unit: 'GiB' };
  }
  if (size > 0 && size < 0.05 * MIB) {
    return { value: '< 0.1', unit: 'MiB' };
  }
  return { value: size === 0 ? '0' : (size / MIB).toFixed(1), unit: 'MiB' };
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
  return bytes === null ? trans.__('not reported') : formatBytes(bytes);
}

/**
 * @param seconds A length of time, 0 or more.
 * @returns Such as `4.2 s`, `42 s`, `1 min 07 s` or `2 h 05 min`.
 */
export function formatSeconds(seconds: number): string {
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
