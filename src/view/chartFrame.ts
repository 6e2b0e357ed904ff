import type { IChart } from '../model/chart';
import type { IByteTicks, Scale } from '../model/scale';
import { byteTicks, linearScale } from '../model/scale';
import type { IBox } from './labels';

/** Where things of the chart go, in pixels. */
export interface IChartFrame extends IBox {
  width: number;
  height: number;
  x: Scale;
  y: Scale;
  axis: IByteTicks;
}

const LABEL_HEIGHT = 18;
const CHARACTER = 6;

/**
 * @param shown The ends of both axes.
 * @param width Pixels.
 * @param height Pixels.
 * @returns The frame: room for the labels of the axes, and the scales.
 */
export function chartFrame(
  shown: Pick<IChart, 'from' | 'to' | 'top'>,
  width: number,
  height: number
): IChartFrame {
  const axis = byteTicks(shown.top);
  const left = axisWidth(axis);
  const right = width - 4;
  const top = 4;
  const bottom = height - LABEL_HEIGHT;
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    x: linearScale([shown.from, shown.to], [left, right]),
    y: linearScale([0, shown.top], [bottom, top]),
    axis
  };
}

/** Pixels that the labels of the memory axis take. */
function axisWidth(axis: IByteTicks): number {
  const longest = Math.max(...axis.ticks.map(tick => tick.text.length));
  return Math.max(longest, axis.unit.length) * CHARACTER + 8;
}
