import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';

type Ops = NonNullable<IReport['fallbacks']>['ops'];

/** The operations that ran on the CPU though the tensors were on the GPU. */
export function FallbackList(props: {
  ops: Ops;
  trans: ITranslation;
}): JSX.Element | null {
  const { ops, trans } = props;
  if (ops.length === 0) {
    return null;
  }
  return (
    <table className="dl-Table" aria-label={trans.__('CPU fallbacks')}>
      <tbody>
        {ops.map(({ op, count, cell }, i) => (
          <tr key={i}>
            <th scope="row">
              <code title={op}>{op}</code>
            </th>
            <td>
              {trans._n('%1 time', '%1 times', count, count)}
              {cell === null ? '' : ` · ${trans.__('cell %1', `[${cell}]`)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
