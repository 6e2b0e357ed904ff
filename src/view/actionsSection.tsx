import * as React from 'react';
import type { Action, ActionAnswer } from '../model/action';
import type { INotice } from '../model/notice';
import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import type { Copy } from './copyButton';
import { Prose } from './prose';
import { Section } from './section';
import { TrustResult } from './trustResult';

/** What the buttons need. */
export interface IActionsSectionProps {
  report: IReport;
  /** The kernel is idle and heard: only then is anything sent. */
  free: boolean;
  act: (action: Action) => Promise<ActionAnswer>;
  trans: ITranslation;
  onCopy?: Copy;
}

/** What can be asked of an idle kernel: whether its device computes right, and what falls back. */
export function ActionsSection(props: IActionsSectionProps): JSX.Element {
  const { report, free, act, trans, onCopy } = props;
  const [asked, setAsked] = React.useState<Action | null>(null);
  const [answer, setAnswer] = React.useState<ActionAnswer | null>(null);
  const ask = async (action: Action) => {
    setAsked(action);
    setAnswer(await act(action));
    setAsked(null);
  };
  const fallbacks = report.fallbacks;
  const recording = fallbacks?.recording ?? false;
  const isFree = free && asked === null;
  return (
    <Section title={trans.__('Check this device')}>
      <p className="dl-Actions">
        <ActionButton free={isFree} trans={trans} onClick={() => ask('trust')}>
          {asked === 'trust'
            ? trans.__('Comparing…')
            : trans.__('Compare with the CPU')}
        </ActionButton>
        <ActionButton
          free={isFree}
          trans={trans}
          onClick={() => ask(recording ? 'stop-recording' : 'record-fallbacks')}
        >
          {recording
            ? trans.__('Stop recording fallbacks')
            : trans.__('Record fallbacks')}
        </ActionButton>
      </p>
      <div aria-live="polite">
        {recording && (
          <p className="dl-Actions-remark">
            {trans.__(
              'Each fallback warns now, which slows it down and changes a setting of torch’s. Stop puts it back.'
            )}
          </p>
        )}
        {answer && !answer.ok && <Refusal answer={answer} trans={trans} />}
        {answer?.ok && answer.trust && (
          <TrustResult trust={answer.trust} trans={trans} onCopy={onCopy} />
        )}
      </div>
    </Section>
  );
}

function ActionButton(props: {
  free: boolean;
  trans: ITranslation;
  onClick: () => Promise<void>;
  children: React.ReactNode;
}): JSX.Element {
  const { free, trans, onClick, children } = props;
  return (
    <button
      type="button"
      className="dl-Button"
      disabled={!free}
      title={free ? undefined : trans.__('When the kernel is idle')}
      onClick={() => void onClick()}
    >
      {children}
    </button>
  );
}

function Refusal(props: {
  answer: Extract<ActionAnswer, { ok: false }>;
  trans: ITranslation;
}): JSX.Element {
  const { what, why, act } = refusalNotice(props.answer, props.trans);
  return (
    <p className="dl-Actions-remark">
      <strong>
        <Prose text={what} />
      </strong>{' '}
      <Prose text={[why, act].filter(part => part !== null).join(' ')} />
    </p>
  );
}

function refusalNotice(
  answer: Extract<ActionAnswer, { ok: false }>,
  trans: ITranslation
): INotice {
  const { reason, detail } = answer;
  switch (reason) {
    case 'missing':
      return {
        what: trans.__('This kernel’s Python has no devicelab.'),
        why: trans.__('The panel works without it, this check does not.'),
        act: trans.__('Run `%pip install devicelab` in a cell.'),
        detail
      };
    case 'busy':
      return {
        what: trans.__('The kernel is not idle.'),
        why: trans.__('Nothing was sent, so nothing of yours waits.'),
        act: trans.__('Try again when the cell has ended.'),
        detail
      };
    case 'cancelled':
      return {
        what: trans.__('The kernel went away before it could answer.'),
        why: trans.__('Nothing is known of the check.'),
        act: trans.__('Try again when the kernel is back.'),
        detail
      };
    case 'error':
    case 'invalid':
      return {
        what: trans.__('The check failed inside the kernel.'),
        why: detail ?? trans.__('Its answer was not one of devicelab’s.'),
        act: trans.__('Your variables are untouched.'),
        detail
      };
  }
}
