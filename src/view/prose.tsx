import { createElement, Fragment } from './element';

/** A sentence in which names in backticks are code; drawn as text, whoever wrote it. */
export function Prose(props: { text: string }): JSX.Element {
  const parts = props.text.split('`');
  return (
    <>
      {parts.map((part, i) =>
        i % 2 === 1 ? <code key={i}>{part}</code> : part
      )}
    </>
  );
}
