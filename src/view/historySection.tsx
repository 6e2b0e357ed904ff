import * as React from 'react';
import type { History } from '../model/history';
import type { LinkState } from '../model/linkState';
import { isRunning } from '../model/linkState';
import type { IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';
import { HistoryChart } from './historyChart';
import { HistoryTools } from './historyTools';
import { Section } from './section';
import { useTimeWindow } from './useTimeWindow';

/** What the history section needs. */
export interface IHistorySectionProps {
  history: History;
  state: LinkState;
  now: number;
  height: number;
  trans: ITranslation;
  onOpenMore?: () => void;
  /** Bring the cell of a run into sight; whether it was found. */
  onJump?: (run: IRun) => boolean;
}

/** The longest time shown, and what is kept in sight of a kernel that died. */
const WINDOW = 300;
const LAST_MINUTE = 60;

/** Memory over the last minutes, under its own heading. */
export function HistorySection(props: IHistorySectionProps): JSX.Element {
  const { history, state, now, trans, onOpenMore, onJump } = props;
  const hasDied = state.name === 'no-kernel';
  const isLive = isRunning(state);
  const seconds = hasDied ? LAST_MINUTE : WINDOW;
  const time = useTimeWindow(history, { now, isLive, seconds });
  const [missing, setMissing] = React.useState<string | null>(null);
  const jump = (run: IRun) => setMissing(onJump?.(run) ? null : run.label);
  return (
    <Section
      id="history"
      title={hasDied ? trans.__('Its last minute') : trans.__('History')}
      aside={<HistoryTools time={time} trans={trans} onOpenMore={onOpenMore} />}
      stale={state.name === 'disconnected'}
    >
      <HistoryChart
        history={history}
        request={time.request}
        height={props.height}
        trans={trans}
        onJump={onJump && jump}
      />
      {missing !== null && (
        <p className="dl-Remark" role="status">
          {trans.__('Cell %1 is in no notebook that is open here.', missing)}
        </p>
      )}
    </Section>
  );
}
