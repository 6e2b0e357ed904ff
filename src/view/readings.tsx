import * as React from 'react';
import type { History } from '../model/history';
import type { LinkState } from '../model/linkState';
import { isHeard } from '../model/linkState';
import { memoryView } from '../model/memory';
import type { IReport, ISample } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { formatAge } from '../model/units';
import { CellSection } from './cellSection';
import { HistorySection } from './historySection';
import { MeaningSection } from './meaningSection';
import { MemorySection } from './memorySection';

/** What the readings are drawn from. */
export interface IReadingsProps {
  state: LinkState;
  report: IReport | null;
  history: History;
  /** The newest of the history. */
  sample: ISample;
  now: number;
  trans: ITranslation;
  chartHeight?: number;
  onOpenMore?: () => void;
}

const CHART_HEIGHT = 120;

/** All that comes from samples: memory now, memory over time, the last cell. */
export function Readings(props: IReadingsProps): JSX.Element {
  const { state, history, now, report, sample, trans } = props;
  const silence = Math.max(0, now - (history.latestReceivedAtMs ?? now));
  const isFresh = isHeard(state) || state.name === 'idle';
  const run = history.runs[history.runs.length - 1];
  const view = memoryView(sample, report);
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
      />
      <CellSection
        run={run}
        state={state}
        silence={silence / 1000}
        trans={trans}
      />
      <MeaningSection view={view} trans={trans} />
    </>
  );
}
