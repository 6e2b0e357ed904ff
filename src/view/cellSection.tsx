import type { LinkState } from '../model/linkState';
import { isHeard, isRunning } from '../model/linkState';
import type { IRun } from '../model/runs';
import type { FigureId } from '../model/texts.generated';
import type { ITranslation } from '../model/translation';
import { bytesOrNot, changeOrNot, formatSeconds, orNot } from '../model/units';
import { createElement } from './element';
import { Section } from './section';
import { formatShare } from './share';
import { Term } from './term';

/** What the section about the last cell needs. */
export interface ICellSectionProps {
  run: IRun;
  state: LinkState;
  /** Seconds since the last sample of this run. */
  silence: number;
  /** Operations that left the GPU in this cell; null where nobody notes them. */
  fallbacks: number | null;
  trans: ITranslation;
}

/** The cell that runs, or ran last: time, peak, change, what left the GPU, its share of it. */
export function CellSection(props: ICellSectionProps): JSX.Element {
  const { run, state, trans } = props;
  const goesOn = run.running && isRunning(state);
  return (
    <Section
      id="cell"
      title={trans.__('Cell %1', run.label)}
      aside={progressText(run, state, trans)}
      stale={run.running && !isHeard(state) && state.name !== 'idle'}
    >
      <Stats {...props} goesOn={goesOn} />
    </Section>
  );
}

/** Its numbers, each with its name. */
function Stats(props: ICellSectionProps & { goesOn: boolean }): JSX.Element {
  const { run, goesOn, trans } = props;
  const seconds = run.seconds + (goesOn ? props.silence : 0);
  return (
    <dl className="dl-Stats">
      <Stat
        figure="time"
        value={formatSeconds(seconds)}
        name={trans.__('time')}
        trans={trans}
      />
      <Stat
        value={peakText(run, trans)}
        figure="peak"
        name={run.exact ? trans.__('peak') : trans.__('sampled peak')}
        trans={trans}
      />
      <Stat
        value={changeOrNot(run.change, trans)}
        figure="change"
        name={goesOn ? trans.__('change so far') : trans.__('change')}
        trans={trans}
      />
      {run.quantity === 'tensors' && (
        <Stat
          value={orNot(run.gpuShare, formatShare, trans)}
          figure="gpu-share"
          name={trans.__('of the GPU’s time')}
          trans={trans}
        />
      )}
      {props.fallbacks !== null && (
        <Stat
          value={String(props.fallbacks)}
          figure="fallback"
          name={trans._n('CPU fallback', 'CPU fallbacks', props.fallbacks)}
          trans={trans}
        />
      )}
    </dl>
  );
}

/** A sampled peak is a lower bound; one that torch has counted is not. */
function peakText(run: IRun, trans: ITranslation): string {
  const size = bytesOrNot(run.peak, trans);
  return run.exact || run.peak === null ? size : trans.__('≥ %1', size);
}

function Stat(props: {
  figure: FigureId;
  value: string;
  name: string;
  trans: ITranslation;
}): JSX.Element {
  return (
    <div className="dl-Stats-item">
      <dt>
        <Term figure={props.figure} trans={props.trans}>
          {props.name}
        </Term>
      </dt>
      <dd>{props.value}</dd>
    </div>
  );
}

function progressText(
  run: IRun,
  state: LinkState,
  trans: ITranslation
): string {
  // An idle kernel has ended its cell, even if the last sample was lost.
  if (!run.running || state.name === 'idle') {
    return run.elsewhere
      ? trans.__('started elsewhere, ended')
      : trans.__('ended');
  }
  if (isRunning(state)) {
    return run.elsewhere ? trans.__('started elsewhere') : trans.__('running');
  }
  return state.name === 'no-kernel'
    ? trans.__('running when the kernel died')
    : trans.__('running when last read');
}
