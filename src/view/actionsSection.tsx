import * as React from 'react';
import type { Action, ActionAnswer } from '../model/action';
import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { ActionButton } from './actionButton';
import { ActionResult } from './actionResult';
import type { Copy } from './copyButton';
import { createElement } from './element';
import { Section } from './section';

/** What the buttons need. */
export interface IActionsSectionProps {
  report: IReport;
  /** The kernel is idle and heard: only then is anything sent. */
  free: boolean;
  act: (action: Action) => Promise<ActionAnswer>;
  trans: ITranslation;
  onCopy?: Copy;
}

/** What can be asked of an idle kernel: whether its device computes right, how fast, and what holds its memory. */
export function ActionsSection(props: IActionsSectionProps): JSX.Element {
  const { report, free, act, trans, onCopy } = props;
  const [asked, setAsked] = React.useState<Action | null>(null);
  const [answer, setAnswer] = React.useState<ActionAnswer | null>(null);
  const reason = React.useId();
  const ask = async (action: Action) => {
    setAsked(action);
    setAnswer(await act(action));
    setAsked(null);
  };
  const recording = report.fallbacks?.recording ?? false;
  return (
    <Section id="actions" title={trans.__('Check this device')}>
      <div className="dl-Actions">
        {actionsOf(recording).map(action => (
          <ActionButton
            key={action}
            free={free && asked === null}
            reason={reason}
            onClick={() => ask(action)}
          >
            {asked === action
              ? waitingLabel(action, trans)
              : actionLabel(action, trans)}
          </ActionButton>
        ))}
      </div>
      <p className="dl-Actions-remark" id={reason} hidden={free}>
        {trans.__('When the cell has ended: a question would wait behind it.')}
      </p>
      <div aria-live="polite">
        {recording && <RecordingRemark trans={trans} />}
        {answer && (
          <ActionResult answer={answer} trans={trans} onCopy={onCopy} />
        )}
      </div>
    </Section>
  );
}

function actionsOf(recording: boolean): Action[] {
  return [
    'trust',
    'timing',
    'tensors',
    'cache',
    recording ? 'stop-recording' : 'record-fallbacks'
  ];
}

function actionLabel(action: Action, trans: ITranslation): string {
  const texts: Record<Action, string> = {
    trust: trans.__('Compare with the CPU'),
    timing: trans.__('Time it for a second'),
    tensors: trans.__('Largest tensors'),
    cache: trans.__('Empty the cache'),
    'record-fallbacks': trans.__('Record fallbacks'),
    'stop-recording': trans.__('Stop recording fallbacks')
  };
  return texts[action];
}

function waitingLabel(action: Action, trans: ITranslation): string {
  switch (action) {
    case 'trust':
      return trans.__('Comparing…');
    case 'timing':
      return trans.__('Timing…');
    case 'tensors':
      return trans.__('Looking…');
    default:
      return actionLabel(action, trans);
  }
}

function RecordingRemark(props: { trans: ITranslation }): JSX.Element {
  return (
    <p className="dl-Actions-remark">
      {props.trans.__(
        'Each fallback warns now, which slows it down and changes a setting of torch’s. Stop puts it back.'
      )}
    </p>
  );
}
