import * as React from 'react';
import type { IFit, IFitLimits } from '../model/fit';
import { fit, limitsOf } from '../model/fit';
import { memoryView } from '../model/memory';
import type { IReport, ISample } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { formatBytes } from '../model/units';
import { createElement, Fragment } from './element';
import type { IFitForm } from './fitForm';
import { FIRST_FORM, FitForm, readForm } from './fitForm';
import type { GlyphShape } from './glyph';
import { Glyph } from './glyph';
import { Section } from './section';
import { Term } from './term';

/** Where something is known of the kernel's memory: will this model fit? */
export function Fit(props: {
  report: IReport | null;
  sample: ISample | null;
  trans: ITranslation;
}): JSX.Element | null {
  const { report, sample, trans } = props;
  if (!report) {
    return null;
  }
  const view = sample && memoryView(sample, report);
  return <FitSection limits={limitsOf(report, view)} trans={trans} />;
}

/** Will this model fit? Arithmetic alone: nothing is asked of the kernel. */
export function FitSection(props: {
  limits: IFitLimits;
  trans: ITranslation;
}): JSX.Element {
  const { limits, trans } = props;
  const [form, setForm] = React.useState<IFitForm>(FIRST_FORM);
  const question = readForm(form);
  return (
    <Section id="fit" title={trans.__('Will this model fit?')} folded={true}>
      <p className="dl-Remark">
        <Term figure="fit" trans={trans}>
          {trans.__('What is counted?')}
        </Term>
      </p>
      <FitForm form={form} set={setForm} trans={trans} />
      <div className="dl-Fit-answer" aria-live="polite">
        {question === null ? (
          <p>
            {trans.__(
              'Write the number of parameters as 25.6M, 7B or 23528522.'
            )}
          </p>
        ) : (
          <Estimate
            found={fit(question, limits)}
            isPartial={
              question.perSample === null && question.use !== 'inference'
            }
            limits={limits}
            trans={trans}
          />
        )}
      </div>
    </Section>
  );
}

function Estimate(props: {
  found: IFit;
  isPartial: boolean;
  limits: IFitLimits;
  trans: ITranslation;
}): JSX.Element {
  const { found, isPartial, limits, trans } = props;
  return (
    <>
      <p className="dl-Trust-line">
        <Glyph shape={SHAPES[found.verdict]} />
        <strong>{verdictText(found, trans)}</strong>
      </p>
      <p>{limitText(limits, trans)}</p>
      {isPartial && (
        <p>
          {trans.__(
            'Without what each sample keeps for the backward pass: measure it with a small batch, and give it above.'
          )}
        </p>
      )}
    </>
  );
}

function limitText(limits: IFitLimits, trans: ITranslation): string {
  const { advised, hard, taken } = limits;
  if (advised === null) {
    return trans.__('What there is to fit into is not reported.');
  }
  const [held, well] = [formatBytes(taken), formatBytes(advised)];
  return hard === null || hard === advised
    ? trans.__('%1 are held already, of %2.', held, well)
    : trans.__(
        '%1 are held already; up to %2 it runs well, at %3 it fails.',
        held,
        well,
        formatBytes(hard)
      );
}

const SHAPES: Record<IFit['verdict'], GlyphShape> = {
  fits: 'tick',
  tight: 'cpu',
  'too-large': 'cross',
  unknown: 'none'
};

function verdictText(found: IFit, trans: ITranslation): string {
  const [low, high] = [formatBytes(found.low), formatBytes(found.high)];
  const texts: Record<IFit['verdict'], string> = {
    fits: trans.__('It fits: %1 to %2.', low, high),
    tight: trans.__('It may be tight: %1 to %2.', low, high),
    'too-large': trans.__('It does not fit: %1 to %2.', low, high),
    unknown: trans.__('It takes %1 to %2.', low, high)
  };
  return texts[found.verdict];
}
