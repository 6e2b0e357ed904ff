import * as React from 'react';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';

/** Puts text on the clipboard. */
export type Copy = (text: string) => void;

const SAID_MS = 2000;

/** A button that copies a text and says so for a moment. */
export function CopyButton(props: {
  /** The text, or what makes it when it is wanted. */
  text: string | (() => string);
  label: string;
  trans: ITranslation;
  onCopy: Copy;
}): JSX.Element {
  const { text, label, trans, onCopy } = props;
  const [copied, setCopied] = React.useState(false);
  React.useEffect(() => {
    if (!copied) {
      return;
    }
    const timer = window.setTimeout(() => setCopied(false), SAID_MS);
    return () => window.clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="dl-Button dl-Copy"
      onClick={() => {
        onCopy(typeof text === 'string' ? text : text());
        setCopied(true);
      }}
    >
      <span aria-live="polite">{copied ? trans.__('Copied') : label}</span>
    </button>
  );
}
