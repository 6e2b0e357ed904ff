import type { ILevel } from '../model/chart';
import type { ITranslation } from '../model/translation';
import type { ILayerProps } from './chartBackground';
import { bandLabel, shownRuns } from './chartBackground';
import type { IChartFrame } from './chartFrame';
import { areaPath, heldPath, linePath } from './curves';
import { formatBytes, formatCapacity } from '../model/units';
import { createElement } from './element';
import type { IBox, ILabel } from './labels';
import { boxOf, freePlace, widthOf } from './labels';

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
        const { text, x, y } = levelLabel(level, frame, trans);
        return (
          <g key={level.key} data-level={level.key}>
            <path d={`M${frame.left},${frame.y(level.bytes)}H${frame.right}`} />
            <text x={x} y={y}>
              {text}
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
  const label = freePlace(placesAround(x, y, text, frame), taken(props));
  return (
    <g className="dl-Chart-peak">
      <circle cx={x} cy={y} r="2.6" />
      <text x={label.x + widthOf(text) / 2} y={label.y} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

const LINE_HEIGHT = 12;
const BESIDE = 6;

function levelLabel(
  level: ILevel,
  frame: IChartFrame,
  trans: ITranslation
): ILabel {
  const size = formatCapacity(level.bytes);
  const text =
    level.key === 'recommended'
      ? trans.__('recommended %1', size)
      : trans.__('limit %1', size);
  return { text, x: frame.left + 4, y: frame.y(level.bytes) + 11 };
}

/** Below a mark or above it, then at its sides; nothing outside of the frame. */
function placesAround(
  x: number,
  y: number,
  text: string,
  frame: IChartFrame
): ILabel[] {
  const width = widthOf(text);
  const inside = (left: number) =>
    Math.max(frame.left, Math.min(frame.right - width, left));
  const rows = [y + 14, y - 6, y + 14 + LINE_HEIGHT, y - 6 - LINE_HEIGHT];
  const columns = [x - width / 2, x - width - BESIDE, x + BESIDE].map(inside);
  const found = columns.flatMap((x, i) =>
    (i === 0 ? rows : [y + 4, ...rows])
      .filter(y => y >= frame.top + 9 && y <= frame.bottom - 3)
      .map(y => ({ text, x, y }))
  );
  return found.length > 0 ? found : [{ text, x: columns[0], y: y - 6 }];
}

/** The labels of cells and levels, and the levels' lines. */
function taken({ chart, frame, trans }: ILayerProps): IBox[] {
  const lines = chart.levels.map(({ bytes }): IBox => {
    const y = frame.y(bytes);
    return { left: frame.left, right: frame.right, top: y - 1, bottom: y + 1 };
  });
  const labels = [
    ...shownRuns(chart).map(run => bandLabel(run, chart, frame, trans)),
    ...chart.levels.map(level => levelLabel(level, frame, trans))
  ];
  return [...lines, ...labels.flatMap(label => (label ? [boxOf(label)] : []))];
}
