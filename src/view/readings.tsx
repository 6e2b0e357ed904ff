import type { History } from '../model/history';
import type { LinkState } from '../model/linkState';
import { isHeard } from '../model/linkState';
import type { Host } from '../model/host';
import { memoryView } from '../model/memory';
import type { IReport, ISample } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import type { IRun } from '../model/runs';
import { formatAge } from '../model/units';
import { CellSection } from './cellSection';
import { createElement, Fragment } from './element';
import { HistorySection } from './historySection';
import { MemorySection } from './memorySection';

/** What the readings are drawn from. */
export interface IReadingsProps {
  state: LinkState;
  report: IReport | null;
  history: History;
  /** The newest of the history. */
  sample: ISample;
  /** The newest reading beside the kernel. */
  host: Host | null;
  now: number;
  trans: ITranslation;
  chartHeight?: number;
  onOpenMore?: () => void;
  onJump?: (run: IRun) => boolean;
}

const CHART_HEIGHT = 120;

/** All that comes from samples: memory now, memory over time, the last cell. */
export function Readings(props: IReadingsProps): JSX.Element {
  const { state, history, now, report, sample, trans } = props;
  const silence = Math.max(0, now - (history.latestReceivedAtMs ?? now));
  const isFresh = isHeard(state) || state.name === 'idle';
  const run = history.runs[history.runs.length - 1];
  const view = memoryView(sample, report, props.host);
  return (
    <>
      <MemorySection
        view={view}
        age={isFresh ? null : formatAge(silence)}
        trans={trans}
      />
      <HistorySection
        history={history}
        state={state}
        now={now}
        height={props.chartHeight ?? CHART_HEIGHT}
        trans={trans}
        onOpenMore={props.onOpenMore}
        onJump={props.onJump}
      />
      <CellSection
        run={run}
        state={state}
        silence={silence / 1000}
        fallbacks={fallbacksIn(run, report)}
        trans={trans}
      />
    </>
  );
}

/** How many operations left the GPU in a cell; null where nobody notes them. */
function fallbacksIn(run: IRun, report: IReport | null): number | null {
  const noted = report?.fallbacks?.ops;
  return noted && run.count !== null
    ? noted
        .filter(({ cell }) => cell === run.count)
        .reduce((sum, { count }) => sum + count, 0)
    : null;
}
