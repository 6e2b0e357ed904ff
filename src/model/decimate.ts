import type { IPoint } from './timeline';

/**
 * Thin a curve to what a screen can show. Each slice of time keeps its first,
 * lowest, highest and last point, so that no peak is lost.
 *
 * @param points A curve, oldest first.
 * @param slice Length of a slice in seconds, above 0: the time one pixel stands for.
 * @returns At most four points a slice, oldest first.
 */
export function decimate(points: readonly IPoint[], slice: number): IPoint[] {
  const kept: IPoint[] = [];
  let from = 0;
  for (let i = 1; i <= points.length; i++) {
    const ended =
      i === points.length ||
      Math.floor(points[i].t / slice) !== Math.floor(points[from].t / slice);
    if (ended) {
      keepExtremes(points, from, i, kept);
      from = i;
    }
  }
  return kept;
}

function keepExtremes(
  points: readonly IPoint[],
  from: number,
  to: number,
  kept: IPoint[]
): void {
  let low = from;
  let high = from;
  for (let i = from + 1; i < to; i++) {
    if (points[i].v < points[low].v) {
      low = i;
    }
    if (points[i].v > points[high].v) {
      high = i;
    }
  }
  const indices = [from, Math.min(low, high), Math.max(low, high), to - 1];
  indices
    .filter((index, i) => index !== indices[i - 1])
    .forEach(index => kept.push(points[index]));
}
