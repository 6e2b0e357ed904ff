import type { History } from '../model/history';
import type { LinkState } from '../model/linkState';
import { isHeard } from '../model/linkState';
import { fallbacksIn } from '../model/fallbacks';
import type { Host } from '../model/host';
import { swapRate } from '../model/host';
import { memoryView } from '../model/memory';
import type { IReport, ISample } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import type { IRun } from '../model/runs';
import { formatAge } from '../model/units';
import { unusedGpu } from '../model/unusedGpu';
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
        unused={unusedGpu(report, history)}
        swapping={swapRate(history.samples)}
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
