import * as React from 'react';
import type { History } from '../model/history';
import type { LinkState } from '../model/linkState';
import { isRunning } from '../model/linkState';
import type { ITranslation } from '../model/translation';
import { HistoryChart } from './historyChart';
import { Section } from './section';

/** What the history section needs. */
export interface IHistorySectionProps {
  history: History;
  state: LinkState;
  now: number;
  height: number;
  trans: ITranslation;
  onOpenMore?: () => void;
}

/** The longest time shown, and what is kept in sight of a kernel that died. */
const WINDOW = 300;
const LAST_MINUTE = 60;

/** Memory over the last minutes, under its own heading. */
export function HistorySection(props: IHistorySectionProps): JSX.Element {
  const { history, state, now, trans, onOpenMore } = props;
  const hasDied = state.name === 'no-kernel';
  return (
    <Section
      title={hasDied ? trans.__('Its last minute') : trans.__('History')}
      aside={
        onOpenMore && (
          <button className="dl-Button" type="button" onClick={onOpenMore}>
            {trans.__('Open large')}
          </button>
        )
      }
      stale={state.name === 'disconnected'}
    >
      <HistoryChart
        history={history}
        request={{
          now,
          isLive: isRunning(state),
          seconds: hasDied ? LAST_MINUTE : WINDOW
        }}
        height={props.height}
        trans={trans}
      />
    </Section>
  );
}
