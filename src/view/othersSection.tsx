import type * as React from 'react';
import type { Host, OtherUser } from '../model/host';
import { otherUsers } from '../model/host';
import type { ITranslation } from '../model/translation';
import { formatBytes, orNot } from '../model/units';
import { createElement, Fragment } from './element';
import { Elided } from './elided';
import { Section } from './section';
import { formatShare } from './share';
import { Term } from './term';

/** Who else is on the GPU: up to five, those that use it most where that is known; folded away. */
export function OthersSection(props: {
  host: Host;
  trans: ITranslation;
}): JSX.Element | null {
  const { host, trans } = props;
  const users = otherUsers(host);
  const memory = host.gpu_memory ?? null;
  if (users.length === 0 && host.gpu_use === null && memory === null) {
    return null;
  }
  return (
    <Section
      id="others"
      title={trans.__('Others on the GPU')}
      folded={true}
      aside={asideText(host, users, trans)}
    >
      <p className="dl-Remark">
        <Term figure="others" trans={trans}>
          {trans.__('What is that?')}
        </Term>
      </p>
      {host.gpu_use !== null && (
        <p className="dl-Remark">
          <Term figure="gpu-use" trans={trans}>
            {trans.__(
              'All together keep it busy %1 of the time.',
              formatShare(host.gpu_use)
            )}
          </Term>
        </p>
      )}
      {memory !== null && (
        <p className="dl-Remark">
          {trans.__(
            'All together hold %1 of memory on it.',
            formatBytes(memory)
          )}
        </p>
      )}
      <table className="dl-Table" aria-label={trans.__('Others on the GPU')}>
        <tbody>
          {users.map(user => (
            <User key={user.pid} user={user} trans={trans} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function asideText(
  { gpu_others: told }: Host,
  users: OtherUser[],
  trans: ITranslation
): React.ReactNode {
  if (users.length === 0) {
    return told ? trans.__('nobody seen') : trans.__('not reported');
  }
  const { share } = users[0];
  return (
    <>
      <Elided text={nameOf(users[0], trans)} className="dl-Others-first" />
      {share === null ? '' : ` ${formatShare(share)}`}
    </>
  );
}

function User(props: { user: OtherUser; trans: ITranslation }): JSX.Element {
  const { user, trans } = props;
  const { share } = user;
  const width = `${(Math.min(1, share ?? 0) * 100).toFixed(1)}%`;
  return (
    <tr>
      <th scope="row" className="dl-Others-name">
        <Elided text={nameOf(user, trans)} />
        <span className="dl-Others-bar" aria-hidden="true">
          <i style={{ width }} />
        </span>
      </th>
      <td>{orNot(share, formatShare, trans)}</td>
    </tr>
  );
}

function nameOf(user: OtherUser, trans: ITranslation): string {
  return user.name ?? trans.__('process %1', user.pid);
}
