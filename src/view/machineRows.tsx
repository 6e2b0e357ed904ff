import type { Host } from '../model/host';
import type { IReport } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { formatBytes, formatCapacity } from '../model/units';
import { createElement } from './element';
import type { FactRow } from './factRows';
import { FactRows } from './factRows';
import { Term } from './term';

interface IMachineRowsProps {
  report: IReport;
  /** The newest reading beside the kernel; null where there is none. */
  host: Host | null;
  trans: ITranslation;
}

/** What the machine and its GPU are like, as far as it was reported. */
export function MachineRows(props: IMachineRowsProps): JSX.Element {
  return <FactRows rows={rowsOf(props)} />;
}

function rowsOf({ report, host, trans }: IMachineRowsProps): FactRow[] {
  const { thermal, low_power: lowPower } = report.host;
  const buffer = report.mps?.largest_buffer ?? null;
  const { dtypes, optimizers } = report;
  const rows: (FactRow | false)[] = [
    buffer !== null && [
      'buffer',
      <Term figure="buffer" trans={trans} />,
      formatCapacity(buffer)
    ],
    dtypes !== null && ['dtypes', trans.__('dtypes there'), dtypes.join(', ')],
    optimizers !== null && [
      'optimizers',
      trans.__('optimizers there'),
      optimizersText(optimizers, trans)
    ],
    thermal !== null && [
      'thermal',
      <Term figure="thermal" trans={trans} />,
      thermal === 'throttled'
        ? trans.__('slowed down to keep cool')
        : trans.__('not slowed down')
    ],
    lowPower !== null && [
      'power',
      trans.__('low power mode'),
      lowPower ? trans.__('on') : trans.__('off')
    ],
    ...systemRows(host, trans)
  ];
  return rows.filter((row): row is FactRow => row !== false);
}

function systemRows(host: Host | null, trans: ITranslation): FactRow[] {
  const kinds: [string, string, number | null | undefined][] = [
    ['app', trans.__('memory of programs'), host?.app],
    ['wired', trans.__('wired memory'), host?.wired],
    ['cached', trans.__('cached files'), host?.cached]
  ];
  return kinds.flatMap(([key, name, bytes]) =>
    typeof bytes === 'number' ? [[key, name, formatBytes(bytes)]] : []
  );
}

function optimizersText(
  { fused, foreach }: NonNullable<IReport['optimizers']>,
  trans: ITranslation
): string {
  const yes = (there: boolean | null) =>
    there === null
      ? trans.__('not reported')
      : there
        ? trans.__('yes')
        : trans.__('no');
  return trans.__('fused: %1, foreach: %2', yes(fused), yes(foreach));
}
