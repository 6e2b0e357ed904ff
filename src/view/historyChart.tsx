import * as React from 'react';
import type { IChart, IChartRequest } from '../model/chart';
import { chartOf } from '../model/chart';
import type { History } from '../model/history';
import type { ITranslation } from '../model/translation';
import type { IRun } from '../model/runs';
import { formatBytes, formatSpan } from '../model/units';
import { BandButtons } from './bandButtons';
import type { ILayerProps } from './chartBackground';
import { CellBands, Gaps, MemoryAxis, TimeAxis } from './chartBackground';
import { Curves, Levels, Peak } from './chartForeground';
import { chartFrame } from './chartFrame';
import { createElement, Fragment } from './element';
import { RunTable } from './runTable';
import { useWidth } from './useWidth';

/** What the chart needs. */
export interface IHistoryChartProps {
  history: History;
  request: Omit<IChartRequest, 'width'>;
  /** Pixels. */
  height: number;
  trans: ITranslation;
  /** Bring the cell of a run into sight; without it bands are no buttons. */
  onJump?: (run: IRun) => void;
}

const FIRST_WIDTH = 272;

/** Memory over the last minutes: a picture, and the same as a table for screen readers. */
export function HistoryChart(props: IHistoryChartProps): JSX.Element {
  const { history, request, height, trans } = props;
  const [ref, width] = useWidth<HTMLDivElement>(FIRST_WIDTH);
  const chart = chartOf(history, { ...request, width });
  return (
    <div className="dl-Chart" ref={ref}>
      {chart && (
        <>
          <Picture
            chart={chart}
            width={width}
            height={height}
            trans={trans}
            onJump={props.onJump}
          />
          <Key chart={chart} trans={trans} />
          <RunTable runs={chart.runs} trans={trans} />
        </>
      )}
    </div>
  );
}

function Picture(props: {
  chart: IChart;
  width: number;
  height: number;
  trans: ITranslation;
  onJump?: (run: IRun) => void;
}): JSX.Element {
  const { chart, width, height, trans, onJump } = props;
  const frame = chartFrame(chart, width, height);
  const layer: ILayerProps = { chart, frame, trans };
  const clip = `dl-clip-${React.useId().replace(/:/g, '')}`;
  return (
    <>
      <svg
        className="dl-Chart-svg"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={pictureLabel(chart, trans)}
      >
        <clipPath id={clip}>
          <rect
            x={frame.left}
            y={0}
            width={Math.max(0, frame.right - frame.left)}
            height={frame.bottom}
          />
        </clipPath>
        <MemoryAxis {...layer} />
        <g clipPath={`url(#${clip})`}>
          <CellBands {...layer} />
          <Gaps {...layer} />
          <Curves {...layer} />
          <Levels {...layer} />
        </g>
        <Peak {...layer} />
        <TimeAxis {...layer} />
      </svg>
      {onJump && <BandButtons {...layer} onJump={onJump} />}
    </>
  );
}

/** Names for what is drawn; on an accelerator there are two curves. */
function Key(props: { chart: IChart; trans: ITranslation }): JSX.Element {
  const { chart, trans } = props;
  return (
    <p className="dl-Chart-key" aria-hidden="true">
      <span>
        <i className="dl-Swatch" data-swatch="area" />
        {chart.quantity === 'tensors'
          ? trans.__('tensors')
          : trans.__('this process')}
      </span>
      {chart.line && (
        <span>
          <i className="dl-Swatch" data-swatch="line" />
          {trans.__('held for this process')}
        </span>
      )}
    </p>
  );
}

function pictureLabel(chart: IChart, trans: ITranslation): string {
  const time = formatSpan(chart.to - chart.from);
  const what =
    chart.quantity === 'tensors'
      ? trans.__('Memory in tensors over %1', time)
      : trans.__('Memory of this process over %1', time);
  return chart.peak
    ? trans.__('%1, at most %2', what, formatBytes(chart.peak.v))
    : what;
}
