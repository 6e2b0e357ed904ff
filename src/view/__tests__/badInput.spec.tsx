import { cleanup, render, screen } from '@testing-library/react';
import {
  GIB,
  makeHost,
  makeMac,
  makeReport,
  makeSample,
  trans
} from '../../model/__tests__/samples';
import { Folds } from '../../model/folds';
import { History } from '../../model/history';
import type { IReport, ISample } from '../../model/protocol.generated';
import { DevicePanel } from '../devicePanel';
import { createElement } from '../element';
import { FoldsContext } from '../folding';

afterEach(cleanup);

const LONG = 'Accelerator '.repeat(170).slice(0, 2000);
const ARABIC = 'معالج الرسومات';

/** The panel with every part of it open. */
function show(report: IReport, samples: ISample[] = []): HTMLElement {
  const history = new History();
  samples.forEach(sample => history.add(sample, 1000));
  const open = new Folds({ environment: true, others: true });
  return render(
    <FoldsContext.Provider value={open}>
      <DevicePanel
        state={{ name: 'idle' }}
        report={report}
        history={history}
        now={1000}
        trans={trans}
        malformed={0}
      />
    </FoldsContext.Provider>
  ).container;
}

function gpu(index: number): NonNullable<IReport['cuda']>['devices'][number] {
  const name = `GPU number ${index}`;
  return { index, name, uuid: `GPU-${index}`, memory: 80 * GIB, mig: false };
}

it('shows eight of hundreds of GPUs, and how many more there are', () => {
  const devices = Array.from({ length: 300 }, (_, i) => gpu(i));
  const container = show(
    makeReport({
      device: 'cuda',
      cuda: {
        driver: '580.1',
        visible_devices: null,
        driver_library: true,
        devices
      }
    })
  );
  expect(screen.getAllByText(/^GPU number/)).toHaveLength(8);
  const last = screen.getByText('more GPUs').closest('tr');
  expect(last?.textContent).toBe('more GPUs292');
  expect(container.querySelectorAll('*').length).toBeLessThan(400);
});

it.each([LONG, ARABIC])(
  'has a name whole when hovered, and apart: %.20s',
  name => {
    const report = makeMac({
      chip: { ...makeMac().chip, name },
      accelerator: { name, memory: null, cores: 8 },
      os: { system: 'Darwin', label: name, version: null }
    });
    const host = makeHost({
      gpu_use: 0.5,
      gpu_others: [{ pid: 1, name, share: 0.5 }]
    });
    const container = show(report, [makeSample(1, { host })]);
    const places = [...Array.from(container.querySelectorAll('bdi'))].filter(
      node => node.textContent === name
    );
    expect(places.length).toBeGreaterThanOrEqual(4);
    const elided = places.filter(node => node.classList.contains('dl-Elided'));
    elided.forEach(node => expect(node.getAttribute('title')).toBe(name));
    // A short name may stand in one piece without being cut.
    expect(elided.length).toBe(name === LONG ? places.length : elided.length);
  }
);

it('stays small and quick to draw, however much has been sent', () => {
  const samples = 40_000;
  const history = new History();
  for (let seq = 1; seq <= samples; seq++) {
    const n = Math.ceil(seq / 50);
    const run = { n, execution_count: n, seconds: (seq % 50) / 2 + 0.5 };
    history.add(makeSample(seq, { run }), seq);
  }
  expect(history.samples.length).toBeLessThanOrEqual(7201);
  expect(history.runs.length).toBeLessThanOrEqual(200);
  const { container } = render(
    <DevicePanel
      state={{ name: 'live' }}
      report={makeReport()}
      history={history}
      now={samples}
      trans={trans}
      malformed={0}
      onJump={() => true}
    />
  );
  expect(container.querySelectorAll('*').length).toBeLessThan(800);
});

it('shows five of those who use the GPU, the busiest first', () => {
  const gpu_others = Array.from({ length: 8 }, (_, pid) => ({
    pid,
    name: `user ${pid}`,
    share: pid / 100
  }));
  show(makeMac(), [makeSample(1, { host: makeHost({ gpu_others }) })]);
  const table = screen.getByRole('table', { name: 'Others on the GPU' });
  const rows = Array.from(table.querySelectorAll('tr'), row => row.textContent);
  expect(rows).toEqual([
    'user 77 %',
    'user 66 %',
    'user 55 %',
    'user 44 %',
    'user 33 %'
  ]);
});

const aside = (container: HTMLElement) =>
  Array.from(container.querySelectorAll('section'))
    .find(section => section.textContent?.startsWith('Others on the GPU'))
    ?.querySelector('.dl-Section-aside')?.textContent;

it('tells nobody on the GPU from nobody knows', () => {
  const seen = (gpu_others: [] | null) =>
    aside(
      show(makeMac(), [
        makeSample(1, { host: makeHost({ gpu_use: 0.5, gpu_others }) })
      ])
    );
  expect(seen([])).toBe('nobody seen');
  expect(seen(null)).toBe('not reported');
});

it('says how much of its memory all programs hold', () => {
  const host = makeHost({ gpu_memory: 3 * GIB });
  const { textContent } = show(makeMac(), [makeSample(1, { host })]);
  expect(textContent).toContain('All together hold 3.0 GiB of memory on it.');
});
