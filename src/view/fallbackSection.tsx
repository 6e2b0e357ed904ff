import { isFull, timesIn } from '../model/fallbacks';
import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';
import { FallbackList, timesText } from './fallbackList';
import { Prose } from './prose';
import { Section } from './section';
import { Term } from './term';

const VARIABLE = 'PYTORCH_ENABLE_MPS_FALLBACK';

/** Operations that ran on the CPU though their tensors were on the GPU; only MPS does that. */
export function FallbackSection(props: {
  report: IReport;
  trans: ITranslation;
}): JSX.Element | null {
  const { report, trans } = props;
  const { fallbacks, device } = report;
  const ops = fallbacks?.ops ?? [];
  if (device !== 'mps' && ops.length === 0) {
    return null;
  }
  const remark = (ops.length === 0 ? emptyText : partText)(report, trans);
  return (
    <Section
      id="fallbacks"
      title={trans.__('CPU fallbacks')}
      aside={
        ops.length === 0
          ? trans.__('none seen')
          : timesText(timesIn(ops), trans)
      }
    >
      <p className="dl-Remark">
        <Term figure="fallback" trans={trans}>
          {trans.__('What is that?')}
        </Term>
      </p>
      <FallbackList ops={ops} trans={trans} />
      {remark !== '' && (
        <p className="dl-Remark">
          <Prose text={remark} />
        </p>
      )}
    </Section>
  );
}

/** What the list leaves out. */
function partText(report: IReport, trans: ITranslation): string {
  const { fallbacks } = report;
  if (fallbacks && isFull(fallbacks)) {
    return trans.__('The list is full: later ones are not in it.');
  }
  return fallbacks?.recording ? '' : firstOnly(trans);
}

/** Nothing seen means something else where nobody looks, or where torch would not fall back. */
function emptyText(report: IReport, trans: ITranslation): string {
  const { fallbacks, variables } = report;
  const set = variables.find(({ name }) => name === VARIABLE);
  const isOn = set !== undefined && set.value !== '' && set.value !== '0';
  if (!isOn || set.late === true) {
    return trans.__(
      'Fallback is off in this kernel: most operations that MPS lacks raise an error instead.'
    );
  }
  if (fallbacks === null) {
    return trans.__(
      'Nobody notes fallbacks in this kernel. Import `devicelab` in a cell, and they are listed here.'
    );
  }
  return fallbacks.recording
    ? trans.__('No operation has left the GPU since recording began.')
    : firstOnly(trans);
}

/** TORCH_WARN_ONCE in torch's MPSFallback.mm. */
const firstOnly = (trans: ITranslation): string =>
  trans.__(
    'torch tells only of the first in a process; *Record fallbacks* counts all.'
  );
