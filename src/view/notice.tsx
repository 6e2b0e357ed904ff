import * as React from 'react';
import type { INotice } from '../model/notice';

/** What, why, what to do: one sentence each. */
export function Notice(props: { notice: INotice }): JSX.Element {
  const { what, why, act, detail } = props.notice;
  return (
    <section className="dl-Section dl-Notice">
      <p>
        <strong>
          <Prose text={what} />
        </strong>{' '}
        <Prose text={why} />
      </p>
      {act !== null && (
        <p>
          <Prose text={act} />
        </p>
      )}
      {detail !== null && detail !== '' && (
        <pre className="dl-Notice-detail" tabIndex={0}>
          {detail}
        </pre>
      )}
    </section>
  );
}

/** A sentence of ours in which names in backticks are code. */
function Prose(props: { text: string }): JSX.Element {
  const parts = props.text.split('`');
  return (
    <>
      {parts.map((part, i) =>
        i % 2 === 1 ? <code key={i}>{part}</code> : part
      )}
    </>
  );
}
