import type * as React from 'react';
import { deviceVerdict, factsByNow } from '../model/deviceVerdict';
import type { IDiagnosis } from '../model/diagnosis';
import { diagnose } from '../model/diagnosis';
import type { History } from '../model/history';
import type { Host } from '../model/host';
import { latestHost } from '../model/host';
import type { LinkState } from '../model/linkState';
import { isCurrent } from '../model/linkState';
import type { IReport, ISample } from '../model/protocol.generated';
import type { IRun } from '../model/runs';
import { spokenText } from '../model/spokenText';
import { stateNotice } from '../model/texts';
import type { ITranslation } from '../model/translation';
import { DiagnosisSection } from './diagnosisSection';
import { createElement, Fragment } from './element';
import { ExplainSection } from './explainSection';
import type { IActionsSectionProps } from './actionsSection';
import { ActionsSection } from './actionsSection';
import type { Copy } from './copyButton';
import { FactsSection } from './factsSection';
import { FallbackSection } from './fallbackSection';
import { Foot } from './foot';
import { Fit } from './fitSection';
import { GhostSection } from './ghostSection';
import type { Save } from './keepSection';
import { KeepSection } from './keepSection';
import { Notice } from './notice';
import { OthersSection } from './othersSection';
import { Readings } from './readings';
import { Verdict } from './verdict';

/** What the panel is drawn from; it keeps nothing itself. */
export interface IDevicePanelProps {
  state: LinkState;
  report: IReport | null;
  history: History;
  /** Milliseconds since 1970. */
  now: number;
  trans: ITranslation;
  /** The last runs of this kernel before it restarted. */
  ghosts?: readonly IRun[];
  /** How many messages of this kernel were not of the protocol. */
  malformed: number;
  /** Height of the chart in pixels. */
  chartHeight?: number;
  /** Sections about what is beside the device, below the environment. */
  children?: React.ReactNode;
  /** There is room beside the chart. */
  isLarge?: boolean;
  /** Where there is room: the runs to choose from, above the readings. */
  runs?: React.ReactNode;
  onOpenMore?: () => void;
  /** Bring the cell of a run into sight; whether it was found. */
  onJump?: (run: IRun) => boolean;
  /** Puts text on the clipboard; without it nothing offers to copy. */
  onCopy?: Copy;
  /** Saves a file; without it nothing offers to save. */
  onSave?: Save;
  /** Has the kernel do what a button stands for; without it there are no buttons. */
  act?: IActionsSectionProps['act'];
}

/** The device panel: verdict, can I run, what happened, why, details. */
export function DevicePanel(props: IDevicePanelProps): JSX.Element {
  const { state, history, trans } = props;
  const isShown = showsReadings(state);
  const report = isShown ? props.report : null;
  const sample = isShown ? history.latest : null;
  const simulated = (report?.sim ?? false) || (sample?.sim ?? false);
  const told = isCurrent(state) ? diagnosisOf(report, sample, trans) : null;
  const host = isShown ? latestHost(history.samples) : null;
  const notice = stateNotice(state, history, props.now, trans);
  // Where torch is not there yet, that is why there are no readings.
  const isExplained = state.name === 'idle' && report?.torch.state !== 'loaded';
  return (
    <div
      className="dl-Panel"
      data-state={state.name}
      data-large={props.isLarge ? 'true' : undefined}
    >
      <Verdict
        state={state}
        report={report}
        verdict={deviceVerdict(report, sample)}
        simulated={simulated}
        fix={told?.command ?? null}
        trans={trans}
        onCopy={props.onCopy}
      />
      <Spoken text={spokenText(state, report, sample, trans)} />
      {told && <DiagnosisSection diagnosis={told} trans={trans} />}
      {notice && !(told && isExplained) && <Notice notice={notice} />}
      {props.runs}
      {sample && (
        <Readings {...props} report={report} sample={sample} host={host} />
      )}
      <GhostSection runs={props.ghosts ?? []} trans={trans} />
      <Around report={report} host={host} open={!sample} trans={trans} />
      {props.children}
      <Doing {...props} report={report} sample={sample} />
      <Malformed count={props.malformed} trans={trans} />
      <Foot {...props} />
    </div>
  );
}

/** What left the GPU, who else uses it, and what kernel and machine are like. */
function Around(props: {
  report: IReport | null;
  host: Host | null;
  open: boolean;
  trans: ITranslation;
}): JSX.Element {
  const { report, host, trans } = props;
  return (
    <>
      {report && <FallbackSection report={report} trans={trans} />}
      {host && <OthersSection host={host} trans={trans} />}
      {report && <FactsSection {...props} report={report} />}
    </>
  );
}

/** A device that is ready needs no explanation. */
function diagnosisOf(
  report: IReport | null,
  sample: ISample | null,
  trans: ITranslation
): IDiagnosis | null {
  const found = report && diagnose(factsByNow(report, sample), trans);
  return found?.cause.shape === 'ready' ? null : found;
}

/** Changes of state, for those who can't see them. */
function Spoken(props: { text: string }): JSX.Element {
  return (
    <div className="dl-hidden" role="status" aria-live="polite">
      {props.text}
    </div>
  );
}

/** What can be done, below what is to be seen. */
function Doing(
  props: IDevicePanelProps & { sample: ISample | null }
): JSX.Element {
  const { report, sample, trans, onCopy } = props;
  return (
    <>
      <Actions {...props} />
      <KeepSection {...props} />
      <Fit report={report} sample={sample} trans={trans} />
      <ExplainSection trans={trans} onCopy={onCopy} />
    </>
  );
}

/** Buttons need a torch to ask, and a kernel that is there. */
function Actions(props: IDevicePanelProps): JSX.Element | null {
  const { state, report, act } = props;
  return report?.torch.state === 'loaded' && isCurrent(state) && act ? (
    <ActionsSection
      report={report}
      free={state.name === 'idle'}
      act={act}
      trans={props.trans}
      onCopy={props.onCopy}
    />
  ) : null;
}

/** The last readings stay in sight after a kernel died: they are the evidence. */
function showsReadings(state: LinkState): boolean {
  return (
    isCurrent(state) ||
    ['disconnected', 'refused'].includes(state.name) ||
    (state.name === 'no-kernel' && state.reason === 'died')
  );
}

function Malformed(props: {
  count: number;
  trans: ITranslation;
}): JSX.Element | null {
  const { count, trans } = props;
  if (count === 0) {
    return null;
  }
  return (
    <p className="dl-Malformed">
      {trans._n(
        '%1 message from this kernel was not devicelab’s and was ignored.',
        '%1 messages from this kernel were not devicelab’s and were ignored.',
        count,
        count
      )}
    </p>
  );
}
