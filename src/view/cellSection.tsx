import type { IFallbackCount } from '../model/fallbacks';
import type { LinkState } from '../model/linkState';
import { isHeard, isRunning } from '../model/linkState';
import type { IRun } from '../model/runs';
import { peakText } from '../model/runText';
import type { FigureId } from '../model/texts.generated';
import type { ITranslation } from '../model/translation';
import { bound, changeOrNot, formatSeconds, orNot } from '../model/units';
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
  /** Operations that left the GPU in this cell; null where that is not known. */
  fallbacks: IFallbackCount | null;
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
  const { run, goesOn, fallbacks, trans } = props;
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
      {fallbacks && (
        <Stat
          value={bound(fallbacks.count, fallbacks.exact, trans)}
          figure="fallback"
          name={trans._n('CPU fallback', 'CPU fallbacks', fallbacks.count)}
          trans={trans}
        />
      )}
    </dl>
  );
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
