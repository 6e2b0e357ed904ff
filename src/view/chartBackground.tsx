import * as React from 'react';
import type { IChart } from '../model/chart';
import type { IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';
import { formatSpan } from '../model/units';
import type { IChartFrame } from './chartFrame';
import { createElement } from './element';
import type { ILabel } from './labels';

/** What each layer of the chart is given. */
export interface ILayerProps {
  chart: IChart;
  frame: IChartFrame;
  trans: ITranslation;
}

/** Narrower bands carry no label: it would run into the next. */
const LABELLED = 24;
/** More would be a picture of nothing but bands. */
export const MAX_BANDS = 60;

/** Lines and labels of the memory axis. */
export function MemoryAxis(props: Pick<ILayerProps, 'frame'>): JSX.Element {
  const { frame } = props;
  const { ticks, unit } = frame.axis;
  return (
    <g className="dl-Chart-axis">
      {ticks.map(({ bytes, text }, i) => {
        const y = Math.round(frame.y(bytes)) + 0.5;
        const isTop = i === ticks.length - 1;
        return (
          <g key={text}>
            <path d={`M${frame.left},${y}H${frame.right}`} />
            <text x={frame.left - 5} y={y + 3.5} textAnchor="end">
              {text}
            </text>
            {isTop && (
              <text x={frame.left - 5} y={y + 14.5} textAnchor="end">
                {unit}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** A band behind the curves for each cell, with the cell's number. */
export function CellBands(props: ILayerProps): JSX.Element {
  const { chart, frame, trans } = props;
  return (
    <g className="dl-Chart-bands">
      {shownRuns(chart).map(run => {
        const { x, width } = bandOf(run, chart, frame);
        const label = bandLabel(run, chart, frame, trans);
        return (
          <g key={run.n} data-running={run.running}>
            <rect
              x={x}
              y={frame.top}
              width={width}
              height={frame.bottom - frame.top}
            />
            {label && (
              <text x={label.x} y={label.y}>
                {label.text}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** The runs whose bands are drawn. */
export function shownRuns(chart: IChart): IRun[] {
  return chart.runs.slice(-MAX_BANDS);
}

/** What a band is called; null where it is too narrow for a name. */
export function bandLabel(
  run: IRun,
  chart: IChart,
  frame: IChartFrame,
  trans: ITranslation
): ILabel | null {
  const { x, width } = bandOf(run, chart, frame);
  const isNow = run.running && chart.isNow && width > 3 * LABELLED;
  const text = isNow ? trans.__('%1 running', run.label) : run.label;
  return width < LABELLED ? null : { text, x: x + 4, y: frame.top + 11 };
}

/** Where the band of a run lies, in pixels. */
export function bandOf(
  run: IRun,
  chart: IChart,
  frame: IChartFrame
): { x: number; width: number } {
  const end = run.running && chart.isNow ? chart.to : run.end;
  const x = Math.min(frame.right - 1, Math.max(frame.left, frame.x(run.start)));
  return { x, width: Math.max(1, Math.min(frame.right, frame.x(end)) - x) };
}

/** Hatching where readings are missing. */
export function Gaps(props: ILayerProps): JSX.Element {
  const { chart, frame, trans } = props;
  const id = `dl-hatch-${React.useId().replace(/:/g, '')}`;
  return (
    <g className="dl-Chart-gaps">
      <pattern
        id={id}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect className="dl-Chart-hatch" width="2" height="6" />
      </pattern>
      {chart.gaps.map(gap => {
        const x = Math.max(frame.left, frame.x(gap.from));
        return (
          <rect
            key={gap.from}
            x={x}
            y={frame.top}
            width={Math.max(1, frame.x(gap.to) - x)}
            height={frame.bottom - frame.top}
            fill={`url(#${id})`}
          >
            <title>{trans.__('no reading')}</title>
          </rect>
        );
      })}
    </g>
  );
}

/** From when to when, and where readings are missing. */
export function TimeAxis(props: ILayerProps): JSX.Element {
  const { chart, frame, trans } = props;
  const y = frame.height - 4;
  return (
    <g className="dl-Chart-time">
      <text x={frame.left} y={y}>
        {trans.__('−%1', formatSpan(chart.edge - chart.from))}
      </text>
      <GapLabel {...props} y={y} />
      <text x={frame.right} y={y} textAnchor="end">
        {endText(chart, trans)}
      </text>
    </g>
  );
}

function endText(chart: IChart, trans: ITranslation): string {
  if (chart.to < chart.edge) {
    return trans.__('−%1', formatSpan(chart.edge - chart.to));
  }
  return chart.isNow ? trans.__('now') : trans.__('last reading');
}

/** Half of the label's width, and what the labels at both ends take. */
const HALF_LABEL = 30;
const END_LABEL = 44;

function GapLabel(props: ILayerProps & { y: number }): JSX.Element | null {
  const { chart, frame, trans, y } = props;
  const low = frame.left + END_LABEL + HALF_LABEL;
  const high = frame.right - (chart.isNow ? 28 : 66) - HALF_LABEL;
  const widest = chart.gaps.reduce<(typeof chart.gaps)[number] | null>(
    (best, gap) =>
      best && best.to - best.from >= gap.to - gap.from ? best : gap,
    null
  );
  if (!widest || low > high) {
    return null;
  }
  const middle = frame.x((Math.max(widest.from, chart.from) + widest.to) / 2);
  return (
    <text x={Math.min(high, Math.max(low, middle))} y={y} textAnchor="middle">
      {trans.__('no reading')}
    </text>
  );
}
