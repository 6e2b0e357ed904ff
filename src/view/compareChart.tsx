import type { IComparison } from '../model/compare';
import { comparisonOf } from '../model/compare';
import type { History } from '../model/history';
import type { IGhost, IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';
import { formatSpan } from '../model/units';
import { MemoryAxis } from './chartBackground';
import type { IChartFrame } from './chartFrame';
import { chartFrame } from './chartFrame';
import { linePath } from './curves';
import { createElement } from './element';
import { runName } from './runName';
import { useWidth } from './useWidth';

const FIRST_WIDTH = 600;

/** Two runs laid over each other, each from its own beginning. */
export function CompareChart(props: {
  history: History;
  runs: readonly (IRun | IGhost)[];
  height: number;
  trans: ITranslation;
}): JSX.Element {
  const { history, runs, height, trans } = props;
  const [ref, width] = useWidth<HTMLDivElement>(FIRST_WIDTH);
  const found = comparisonOf(history, runs, width);
  const { seconds: to, top } = found;
  const frame = chartFrame({ from: 0, to, top }, width, height);
  return (
    <div className="dl-Chart" ref={ref}>
      <Picture found={found} frame={frame} trans={trans} />
      <p className="dl-Chart-key" aria-hidden="true">
        {found.traces.map(({ run }, i) => (
          <span key={i}>
            <i className="dl-Compare-swatch" data-place={i} />
            {trans.__('Cell %1', runName(run, trans))}
          </span>
        ))}
      </p>
      {found.traces.some(({ curve }) => curve.segments.length === 0) && (
        <p className="dl-Remark">
          {trans.__('Readings older than an hour are not kept.')}
        </p>
      )}
    </div>
  );
}

function Picture(props: {
  found: IComparison;
  frame: IChartFrame;
  trans: ITranslation;
}): JSX.Element {
  const { found, frame, trans } = props;
  const names = found.traces.map(({ run }) => runName(run, trans));
  return (
    <svg
      className="dl-Chart-svg"
      width={frame.width}
      height={frame.height}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-label={trans.__('Memory of cells %1', names.join(', '))}
    >
      <MemoryAxis frame={frame} />
      {found.traces.map(({ curve }, i) => (
        <path
          key={i}
          className="dl-Compare-line"
          data-place={i}
          d={linePath(curve, frame)}
        />
      ))}
      <g className="dl-Chart-time">
        <text x={frame.left} y={frame.height - 4}>
          {trans.__('start')}
        </text>
        <text x={frame.right} y={frame.height - 4} textAnchor="end">
          {formatSpan(found.seconds)}
        </text>
      </g>
    </svg>
  );
}
