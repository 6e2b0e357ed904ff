import { cleanup, render } from '@testing-library/react';
import {
  GIB,
  makeHost,
  makeMac,
  makeReport,
  trans
} from '../../model/__tests__/samples';
import type { Host } from '../../model/host';
import type { IReport } from '../../model/protocol.generated';
import { createElement } from '../element';
import { FactsSection } from '../factsSection';
import { MachineRows } from '../machineRows';

afterEach(cleanup);

function rows(report: IReport, host: Host | null): string[][] {
  const { container } = render(
    <table>
      <tbody>
        <MachineRows report={report} host={host} trans={trans} />
      </tbody>
    </table>
  );
  return Array.from(container.querySelectorAll('tr')).map(row =>
    Array.from(row.querySelectorAll('th, td')).map(n => n.textContent ?? '')
  );
}

it('shows what the machine is like', () => {
  const { host } = makeMac();
  const report = makeMac({
    host: { ...host, thermal: 'throttled', low_power: true },
    mps: {
      used: true,
      detector: 'allocator',
      recommended: null,
      limit: null,
      largest_buffer: 9 * GIB
    },
    dtypes: ['float32', 'bfloat16'],
    optimizers: { fused: true, foreach: null }
  });
  const memory = makeHost({ app: 3 * GIB, wired: 2 * GIB, cached: 0 });
  expect(rows(report, memory)).toEqual([
    ['largest single buffer', '9 GiB'],
    ['dtypes there', 'float32, bfloat16'],
    ['optimizers there', 'fused: yes, foreach: not reported'],
    ['thermal state', 'slowed down to keep cool'],
    ['low power mode', 'on'],
    ['memory of programs', '3.0 GiB'],
    ['wired memory', '2.0 GiB'],
    ['cached files', '0 MiB']
  ]);
});

it('has no row for what was not reported', () => {
  expect(rows(makeReport(), null)).toEqual([]);
  expect(rows(makeReport(), makeHost({}))).toEqual([]);
});

it('speaks of no other machine where the page is from this one', () => {
  const { container } = render(
    <FactsSection report={makeReport()} host={null} open={true} trans={trans} />
  );
  expect(container.textContent).not.toContain('the kernel’s machine');
});
