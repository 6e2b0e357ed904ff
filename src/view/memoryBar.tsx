import type { IMemoryView } from '../model/memory';
import type { ITranslation } from '../model/translation';
import { formatBytes, formatCapacity } from '../model/units';
import { createElement, Fragment } from './element';

/** One bar: the parts from the left, marks across it, and what its full width means. */
export function MemoryBar(props: {
  view: IMemoryView;
  trans: ITranslation;
}): JSX.Element | null {
  const { view, trans } = props;
  const { scale } = view;
  if (scale === null) {
    return null;
  }
  return (
    <>
      <div
        className="dl-Bar"
        role="img"
        aria-label={barLabel(view, trans)}
        data-level={view.level}
      >
        {view.parts.map(part => (
          <i
            className="dl-Bar-part"
            key={part.key}
            data-part={part.key}
            style={{ width: percent((part.bytes ?? 0) / scale) }}
          />
        ))}
        {view.marks.map(mark =>
          mark.at === null ? null : (
            <i
              className="dl-Bar-mark"
              key={mark.key}
              data-mark={mark.key}
              title={formatBytes(mark.bytes)}
              style={{ left: percent(mark.at) }}
            />
          )
        )}
      </div>
      <div className="dl-Bar-scale" aria-hidden="true">
        <span>0</span>
        <span>{scaleText(view, scale, trans)}</span>
      </div>
    </>
  );
}

function percent(share: number): string {
  return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
}

function barLabel(view: IMemoryView, trans: ITranslation): string {
  const used = view.parts.reduce((sum, part) => sum + (part.bytes ?? 0), 0);
  return trans.__(
    'Memory held: %1 of %2',
    formatBytes(used),
    formatCapacity(view.full ?? 0)
  );
}

function scaleText(
  view: IMemoryView,
  scale: number,
  trans: ITranslation
): string {
  const size = formatCapacity(scale);
  const limit = view.marks.find(mark => mark.key === 'limit');
  if (limit?.bytes === scale) {
    return trans.__('%1, the limit', size);
  }
  if (scale !== view.full) {
    return size;
  }
  switch (view.fullIs) {
    case 'recommended':
      return trans.__('%1 recommended', size);
    case 'machine':
      return trans.__('%1 in the machine', size);
    default:
      return trans.__('%1, the limit', size);
  }
}
