import { area, line } from 'd3-shape';
import type { ICurve, IPoint } from '../model/timeline';
import type { IChartFrame } from './chartFrame';

/**
 * @param curve A curve.
 * @param frame Where it goes.
 * @returns One path for all its segments.
 */
export function linePath(curve: ICurve, frame: IChartFrame): string {
  const shape = line<IPoint>(
    point => frame.x(point.t),
    point => frame.y(point.v)
  ).digits(1);
  return curve.segments.map(points => shape(points) ?? '').join('');
}

/**
 * @param curve A curve.
 * @param frame Where it goes.
 * @returns One path for the surface under all its segments.
 */
export function areaPath(curve: ICurve, frame: IChartFrame): string {
  const shape = area<IPoint>(
    point => frame.x(point.t),
    frame.bottom,
    point => frame.y(point.v)
  ).digits(1);
  return curve.segments.map(points => shape(points) ?? '').join('');
}

/**
 * @param curve A curve.
 * @param frame Where it goes.
 * @returns One path for the levels held between cells.
 */
export function heldPath(curve: ICurve, frame: IChartFrame): string {
  return curve.held
    .map(({ from, to, v }) => {
      const y = frame.y(v).toFixed(1);
      return `M${frame.x(from).toFixed(1)},${y}H${frame.x(to).toFixed(1)}`;
    })
    .join('');
}
