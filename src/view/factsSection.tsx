import type { Host } from '../model/host';
import type { IReport, ReportBackend } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { formatCapacity } from '../model/units';
import { createElement } from './element';
import { FactRows } from './factRows';
import { GpuRows } from './gpuRows';
import { MachineRows } from './machineRows';
import { Section } from './section';
import { VariableRows } from './variableRows';

/** What the kernel said about itself; folded away once there is more to see. */
export function FactsSection(props: {
  report: IReport;
  /** The newest reading beside the kernel; null where there is none. */
  host: Host | null;
  open: boolean;
  trans: ITranslation;
}): JSX.Element {
  const { report, host, trans } = props;
  const { variables } = report;
  return (
    <Section
      id="environment"
      title={trans.__('Environment')}
      folded={!props.open}
      aside={asideText(report, trans)}
    >
      <table className="dl-Table" aria-label={trans.__('Environment')}>
        <tbody>
          <FactRows
            rows={factRows(report, trans).map(([name, value]) => [
              name,
              name,
              value
            ])}
          />
          <MachineRows report={report} host={host} trans={trans} />
          <GpuRows gpus={report.cuda?.devices ?? []} trans={trans} />
          <VariableRows variables={variables} trans={trans} />
        </tbody>
      </table>
      {isRemote() && (
        <p className="dl-Remark">
          {trans.__(
            'All of this is the kernel’s machine, which need not be the one in front of you.'
          )}
        </p>
      )}
      {variables.length === 0 && (
        <p className="dl-Remark">
          {trans.__('No variable that changes what torch does is set.')}
        </p>
      )}
    </Section>
  );
}

/** The page comes over a network, so the kernel is not where the browser is. */
function isRemote(): boolean {
  const { hostname } = window.location;
  return !/^(localhost|127(\.\d+){3}|\[::1\]|)$/.test(hostname);
}

/** What is worth a look although it is folded away. */
function asideText(report: IReport, trans: ITranslation): string {
  const { variables } = report;
  const late = variables.filter(variable => variable.late === true).length;
  if (late > 0) {
    return trans._n('%1 set too late', '%1 set too late', late, late);
  }
  const { length } = variables;
  return length === 0
    ? ''
    : trans._n('%1 variable set', '%1 variables set', length, length);
}

function factRows(report: IReport, trans: ITranslation): [string, string][] {
  const unknown = trans.__('not reported');
  const { backends, cuda, memory_total, python, kernel, os, torch } = report;
  return [
    [trans.__('torch'), torch.version ?? unknown],
    [trans.__('mps backend'), backendText(backends.mps, trans)],
    [trans.__('cuda backend'), backendText(backends.cuda, trans)],
    [trans.__('xpu backend'), backendText(backends.xpu, trans)],
    ...(cuda?.driver
      ? [[trans.__('NVIDIA driver'), cuda.driver] as [string, string]]
      : []),
    [trans.__('Python'), `${python.version} ${python.machine}`],
    [trans.__('ipykernel'), kernel.ipykernel ?? unknown],
    [trans.__('system'), os.label],
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
