import * as React from 'react';
import type { IExplanation } from '../model/explain';
import { explain } from '../model/explain';
import type { ITranslation } from '../model/translation';
import { Command } from './command';
import type { Copy } from './copyButton';
import { createElement } from './element';
import { Prose } from './prose';
import { Section } from './section';

/** A box for an error message, and what it means below; folded away. */
export function ExplainSection(props: {
  trans: ITranslation;
  onCopy?: Copy;
}): JSX.Element {
  const { trans, onCopy } = props;
  const [text, setText] = React.useState('');
  const id = React.useId();
  const found = React.useMemo(
    () => (text.trim() === '' ? null : explain(text, trans)),
    [text, trans]
  );
  return (
    <Section id="explain" title={trans.__('Explain an error')} folded={true}>
      <div className="dl-Explain-body">
        <label htmlFor={id}>
          {trans.__('Paste what torch said; it stays on this page.')}
        </label>
        <textarea
          id={id}
          className="dl-Explain-text"
          rows={3}
          spellCheck={false}
          value={text}
          onChange={event => setText(event.target.value)}
        />
        <div aria-live="polite">
          {found && <Explanation found={found} trans={trans} onCopy={onCopy} />}
        </div>
      </div>
    </Section>
  );
}

function Explanation(props: {
  found: IExplanation;
  trans: ITranslation;
  onCopy?: Copy;
}): JSX.Element {
  const { found, trans, onCopy } = props;
  return (
    <div className="dl-Explanation" data-message={found.id ?? 'unknown'}>
      <p>
        <strong>{found.title}.</strong> <Prose text={found.what} />{' '}
        <Prose text={found.why} />
      </p>
      {found.act !== null && (
        <p>
          <Prose text={found.act} />
        </p>
      )}
      {found.command && (
        <Command command={found.command} trans={trans} onCopy={onCopy} />
      )}
    </div>
  );
}
