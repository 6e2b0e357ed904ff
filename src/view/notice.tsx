import type { INotice } from '../model/notice';
import { createElement } from './element';
import { Prose } from './prose';

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
