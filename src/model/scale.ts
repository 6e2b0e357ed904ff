import type { IQuantity } from './units';
import { unitsInUse } from './units';

/** A straight line from values to pixels. */
export type Scale = (value: number) => number;

/**
 * @param domain Lowest and highest value; may be equal.
 * @param range Where they go, in pixels.
 * @returns The scale; outside of the domain it goes on straight.
 */
export function linearScale(
  domain: [number, number],
  range: [number, number]
): Scale {
  const span = domain[1] - domain[0] || 1;
  const slope = (range[1] - range[0]) / span;
  return value => range[0] + (value - domain[0]) * slope;
}

/** Marks of an axis of bytes, each a round number in one unit. */
export interface IByteTicks {
  unit: IQuantity['unit'];
  /** Bytes and the number to write there, lowest first, 0 included. */
  ticks: { bytes: number; text: string }[];
}

/**
 * @param max The highest value on the axis, in bytes.
 * @returns Two to four marks from 0 to at most `max`.
 */
export function byteTicks(max: number): IByteTicks {
  const { large, small } = unitsInUse();
  const { name: unit, bytes: size } = max >= large.bytes ? large : small;
  const top = Math.max(max, 1) / size;
  const step = roundStep(top / 3);
  const count = Math.floor(top / step + 1e-9);
  const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
  const ticks = Array.from({ length: count + 1 }, (_, i) => ({
    bytes: i * step * size,
    text: i === 0 ? '0' : (i * step).toFixed(decimals)
  }));
  return { unit, ticks };
}

const ROUND = [1, 2, 3, 4, 5, 6, 8, 10];

/** The smallest of the round numbers × 10ⁿ that is not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = ROUND.find(f => f * power >= least * (1 - 1e-9));
  return (factor ?? 10) * power;
}
