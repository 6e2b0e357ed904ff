import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { bytesOrNot } from '../model/units';
import { createElement, Fragment } from './element';
import { Elided } from './elided';

type Gpus = NonNullable<IReport['cuda']>['devices'];

/** As many as a panel can show without growing out of hand. */
const MOST = 8;

/** The GPUs that torch sees, by the number that torch gives them. */
export function GpuRows(props: {
  gpus: Gpus;
  trans: ITranslation;
}): JSX.Element {
  const { gpus, trans } = props;
  const more = gpus.length - MOST;
  return (
    <>
      {gpus.slice(0, MOST).map(({ index, name, uuid, memory, mig }) => (
        <tr key={index} title={uuid ?? undefined}>
          <th scope="row">
            {mig === true
              ? trans.__('cuda:%1, a slice', index)
              : trans.__('cuda:%1', index)}
          </th>
          <td className="dl-Table-words">
            <Elided text={name ?? trans.__('not reported')} />
            <br />
            {bytesOrNot(memory, trans)}
          </td>
        </tr>
      ))}
      {more > 0 && (
        <tr>
          <th scope="row">{trans.__('more GPUs')}</th>
          <td className="dl-Table-words">{more}</td>
        </tr>
      )}
    </>
  );
}
