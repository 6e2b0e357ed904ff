import type { ILayerProps } from './chartBackground';
import { areaPath, heldPath, linePath } from './curves';
import { formatBytes, formatCapacity } from '../model/units';
import { createElement } from './element';

/** One path a series; levels between cells are thinner, since nothing was read there. */
export function Curves(props: ILayerProps): JSX.Element {
  const { chart, frame } = props;
  const edge = chart.line ?? chart.area;
  return (
    <g className="dl-Chart-curves">
      <path className="dl-Chart-area" d={areaPath(chart.area, frame)} />
      {chart.line && (
        <path className="dl-Chart-rim" d={linePath(chart.area, frame)} />
      )}
      <path className="dl-Chart-held" d={heldPath(edge, frame)} />
      {chart.line && (
        <path className="dl-Chart-held" d={heldPath(chart.area, frame)} />
      )}
      <path className="dl-Chart-line" d={linePath(edge, frame)} />
    </g>
  );
}

/** Dashed lines at the recommended size and the hard limit, where they are near. */
export function Levels(props: ILayerProps): JSX.Element {
  const { chart, frame, trans } = props;
  return (
    <g className="dl-Chart-levels">
      {chart.levels.map(level => {
        const y = frame.y(level.bytes);
        const size = formatCapacity(level.bytes);
        return (
          <g key={level.key} data-level={level.key}>
            <path d={`M${frame.left},${y}H${frame.right}`} />
            <text x={frame.left + 4} y={y + 11}>
              {level.key === 'recommended'
                ? trans.__('recommended %1', size)
                : trans.__('limit %1', size)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The highest reading, with its number. */
export function Peak(props: ILayerProps): JSX.Element | null {
  const { chart, frame, trans } = props;
  if (!chart.peak) {
    return null;
  }
  const x = Math.min(frame.right, frame.x(chart.peak.t));
  const y = frame.y(chart.peak.v);
  const text = trans.__('peak %1', formatBytes(chart.peak.v));
  const half = text.length * 2.8;
  return (
    <g className="dl-Chart-peak">
      <circle cx={x} cy={y} r="2.6" />
      <text
        x={Math.max(frame.left + half, Math.min(frame.right - half, x))}
        y={peakLabel(y, props)}
        textAnchor="middle"
      >
        {text}
      </text>
    </g>
  );
}

const LINE_HEIGHT = 12;

/** Under the mark, where the label of a level does not stand in the way. */
function peakLabel(y: number, { chart, frame }: ILayerProps): number {
  const taken = chart.levels.map(level => frame.y(level.bytes) + 11);
  const places = [y + 14, y - 6, y + 14 + LINE_HEIGHT, y - 6 - LINE_HEIGHT];
  const isFree = (place: number): boolean =>
    place < frame.bottom - 2 &&
    place > frame.top + LINE_HEIGHT &&
    taken.every(other => Math.abs(other - place) >= LINE_HEIGHT);
  return places.find(isFree) ?? y - 6;
}
