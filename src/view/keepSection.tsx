import type * as React from 'react';
import type { IFile } from '../model/exported';
import { historyAsCsv, historyAsJson } from '../model/exported';
import type { History } from '../model/history';
import { issueText } from '../model/issueText';
import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import type { Copy } from './copyButton';
import { CopyButton } from './copyButton';
import { createElement, Fragment } from './element';
import { Section } from './section';

/** Hands a file to the browser to save. */
export type Save = (file: IFile) => void;

/** What can be taken along: a report for an issue or an instructor, and the history as a file. */
export function KeepSection(props: {
  report: IReport | null;
  history: History;
  trans: ITranslation;
  onCopy?: Copy;
  onSave?: Save;
}): JSX.Element | null {
  const { report, history, trans, onCopy, onSave } = props;
  const hasHistory = history.samples.length > 0 && onSave !== undefined;
  if (!hasHistory && !(report && onCopy)) {
    return null;
  }
  return (
    <Section id="keep" title={trans.__('Take it along')}>
      <div className="dl-Actions">
        {report && onCopy && (
          <CopyButton
            text={() => issueText(report)}
            label={trans.__('Copy report')}
            trans={trans}
            onCopy={onCopy}
          />
        )}
        {hasHistory && (
          <>
            <SaveButton onClick={() => onSave(historyAsCsv(history))}>
              {trans.__('History as CSV')}
            </SaveButton>
            <SaveButton onClick={() => onSave(historyAsJson(history))}>
              {trans.__('History as JSON')}
            </SaveButton>
          </>
        )}
      </div>
      <p className="dl-Actions-remark">
        {trans.__('Neither holds a name, a path or an address.')}
      </p>
    </Section>
  );
}

function SaveButton(props: {
  onClick: () => void;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <button type="button" className="dl-Button" onClick={props.onClick}>
      {props.children}
    </button>
  );
}
