import * as React from 'react';
import type { ActionAnswer } from '../model/action';
import type { ITranslation } from '../model/translation';
import { CacheResult } from './cacheResult';
import type { Copy } from './copyButton';
import { Refusal } from './refusal';
import { TensorsResult } from './tensorsResult';
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
