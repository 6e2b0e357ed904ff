import * as React from 'react';
import type { IReport, ReportBackend } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { formatCapacity } from '../model/units';

/** What the kernel said about itself; folded away once there is more to see. */
export function FactsSection(props: {
  report: IReport;
  open: boolean;
  trans: ITranslation;
}): JSX.Element {
  const { report, trans } = props;
  return (
    <details className="dl-Fold" open={props.open}>
      <summary>{trans.__('Environment')}</summary>
      <table className="dl-Table" aria-label={trans.__('Environment')}>
        <tbody>
          {factRows(report, trans).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="dl-Table-words">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function factRows(report: IReport, trans: ITranslation): [string, string][] {
  const unknown = trans.__('not reported');
  const { backends, memory_total, python, kernel, torch } = report;
  return [
    [trans.__('torch'), torch.version ?? unknown],
    [trans.__('mps backend'), backendText(backends.mps, trans)],
    [trans.__('cuda backend'), backendText(backends.cuda, trans)],
    [trans.__('xpu backend'), backendText(backends.xpu, trans)],
    [trans.__('Python'), `${python.version} ${python.machine}`],
    [trans.__('ipykernel'), kernel.ipykernel ?? unknown],
    [
      trans.__('machine memory'),
      memory_total === null ? unknown : formatCapacity(memory_total)
    ]
  ];
}

function backendText(backend: ReportBackend, trans: ITranslation): string {
  if (backend.built === null) {
    return trans.__('not reported');
  }
  if (!backend.built) {
    return trans.__('not in this torch');
  }
  if (backend.available === null) {
    return trans.__('built');
  }
  return backend.available
    ? trans.__('built, device found')
    : trans.__('built, no device found');
}
