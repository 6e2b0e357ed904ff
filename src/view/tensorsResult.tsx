import type { ITensors, TensorsRow } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { formatBytes } from '../model/units';
import { createElement, Fragment } from './element';
import { Table } from './table';

/** Which names hold the most memory. */
export function TensorsResult(props: {
  tensors: ITensors;
  trans: ITranslation;
}): JSX.Element {
  const { tensors, trans } = props;
  const { rows } = tensors;
  if (rows.length === 0) {
    return (
      <p className="dl-Actions-remark">
        {trans.__('No name of this notebook holds a tensor.')}
      </p>
    );
  }
  return (
    <div className="dl-Result">
      <Table
        label={trans.__('Largest tensors')}
        rows={rows.map(row => [
          <>
            <code title={row.name}>{row.name}</code>
            <div className="dl-quiet">{describe(row, trans)}</div>
          </>,
          sizeText(row, trans)
        ])}
      />
      {remarks(tensors, trans).map(remark => (
        <p className="dl-Actions-remark" key={remark}>
          {remark}
        </p>
      ))}
    </div>
  );
}

function describe(row: TensorsRow, trans: ITranslation): string {
  const { tensors, devices, dtypes, shape } = row;
  const what =
    shape === null
      ? trans._n('%1 tensor', '%1 tensors', tensors, tensors)
      : shape.length === 0
        ? trans.__('one value')
        : shape.join(' × ');
  return [what, dtypes.join(', '), devices.join(', ')].join(' · ');
}

function sizeText(row: TensorsRow, trans: ITranslation): string {
  return row.shared === null
    ? formatBytes(row.bytes)
    : trans.__('shares %1', row.shared);
}

function remarks(tensors: ITensors, trans: ITranslation): string[] {
  const { rows, names, totals, device, allocated, cut } = tensors;
  const sums = totals.map(({ device, bytes }) =>
    trans.__('%1 on %2', formatBytes(bytes), device)
  );
  const here = totals.find(total => total.device.split(':')[0] === device);
  const rest = (allocated ?? 0) - (here?.bytes ?? 0);
  return [
    trans.__('All names together: %1.', sums.join(', ')),
    names > rows.length
      ? trans.__('%1 more names hold less.', names - rows.length)
      : null,
    allocated !== null && rest > 0
      ? trans.__(
          'Torch counts %1 more on the device: results that only a graph, a frame or a library holds.',
          formatBytes(rest)
        )
      : null,
    cut
      ? trans.__('There was too much to look at, so this may not be all.')
      : null
  ].filter((remark): remark is string => remark !== null);
}
