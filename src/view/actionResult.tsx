import type { ActionAnswer, Found } from '../model/action';
import type { ITranslation } from '../model/translation';
import { CacheResult } from './cacheResult';
import type { Copy } from './copyButton';
import { createElement, Fragment } from './element';
import { Refusal } from './refusal';
import { TensorsResult } from './tensorsResult';
import { Term } from './term';
import { TimingResult } from './timingResult';
import { TrustResult } from './trustResult';

/** What came of a click. */
export function ActionResult(props: {
  answer: ActionAnswer;
  trans: ITranslation;
  onCopy?: Copy;
}): JSX.Element | null {
  const { answer, trans, onCopy } = props;
  if (!answer.ok) {
    return <Refusal answer={answer} trans={trans} />;
  }
  const { found } = answer;
  return found.kind === 'report' ? null : (
    <>
      <p className="dl-Actions-remark">
        <Term figure={FIGURES[found.kind]} trans={trans} />
      </p>
      <Result found={found} trans={trans} onCopy={onCopy} />
    </>
  );
}

const FIGURES = {
  trust: 'trust',
  cache: 'cache',
  timing: 'timing',
  tensors: 'variables'
} as const;

function Result(props: {
  found: Found;
  trans: ITranslation;
  onCopy?: Copy;
}): JSX.Element | null {
  const { found, trans, onCopy } = props;
  switch (found.kind) {
    case 'trust':
      return <TrustResult trust={found} trans={trans} onCopy={onCopy} />;
    case 'cache':
      return <CacheResult cache={found} trans={trans} />;
    case 'timing':
      return <TimingResult timing={found} trans={trans} />;
    case 'tensors':
      return <TensorsResult tensors={found} trans={trans} />;
    case 'report':
      // What it says is drawn where the report is.
      return null;
  }
}
