import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { createElement, Fragment } from './element';
import { Elided } from './elided';

/** Variables that change what torch does, each with whether it came in time. */
export function VariableRows(props: {
  variables: IReport['variables'];
  trans: ITranslation;
}): JSX.Element {
  const { variables, trans } = props;
  return (
    <>
      {/* One may be there twice: as torch has read it, and as it is now. */}
      {variables.map(({ name, value, late }, i) => (
        <tr key={i} data-late={late === true ? 'true' : undefined}>
          <th scope="row">
            <code className="dl-Variable">{name}</code>
          </th>
          <td className="dl-Table-words">
            <Elided text={value === '' ? '""' : value} />
            <br />
            {lateText(late, trans)}
          </td>
        </tr>
      ))}
    </>
  );
}

/** torch reads each of them once. */
export function lateText(late: boolean | null, trans: ITranslation): string {
  if (late === null) {
    return trans.__('whether in time: not known');
  }
  return late
    ? trans.__('set too late: does not count')
    : trans.__('set in time');
}
