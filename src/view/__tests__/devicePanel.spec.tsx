import { cleanup, render, screen, within } from '@testing-library/react';
import {
  GIB,
  makeHost,
  makeMac,
  makeReport,
  makeSample,
  trans
} from '../../model/__tests__/samples';
import { STATES, TORCH } from '../../model/__tests__/states';
import { History } from '../../model/history';
import type { LinkState } from '../../model/linkState';
import type { IReport, ISample } from '../../model/protocol.generated';
import type { IDevicePanelProps } from '../devicePanel';
import { DevicePanel } from '../devicePanel';
import { createElement } from '../element';

afterEach(cleanup);

const LIVE: LinkState = { name: 'live' };
const RECEIVED = 1000;

function historyOf(samples: ISample[]): History {
  const history = new History();
  samples.forEach(sample => history.add(sample, RECEIVED));
  return history;
}

function show(props: Partial<IDevicePanelProps> = {}): HTMLElement {
  const { container } = render(
    <DevicePanel
      state={LIVE}
      report={makeMac()}
      history={new History()}
      now={RECEIVED}
      trans={trans}
      malformed={0}
      {...props}
    />
  );
  return container;
}

const MAC_MEMORY: Partial<ISample['mem']> = {
  device: 'mps',
  allocated: 3.1 * GIB,
  driver: 5 * GIB,
  recommended: 24 * GIB,
  limit: 40.8 * GIB,
  system_total: 36 * GIB,
  system_available: 14 * GIB
};

const macSamples = (): ISample[] => [
  makeSample(1, { mem: { ...MAC_MEMORY, allocated: 2 * GIB } }),
  makeSample(2, { mem: { ...MAC_MEMORY, allocated: 4 * GIB } }),
  makeSample(3, { mem: MAC_MEMORY })
];

describe('every state', () => {
  it('looks different from every other, with and without readings', () => {
    for (const samples of [[], macSamples()]) {
      const texts = Object.values(STATES).map(state => {
        const container = show({ state, history: historyOf(samples) });
        const text = container.textContent;
        expect(container.querySelector('.dl-Panel')).toHaveProperty(
          'dataset.state',
          state.name
        );
        cleanup();
        return text;
      });
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  it.each(Object.keys(STATES))('has a heading and a shape: %s', name => {
    const container = show({ state: STATES[name], report: null });
    expect(screen.getByRole('heading', { level: 2 }).textContent).not.toBe('');
    expect(container.querySelector('h2 [data-shape]')).not.toBeNull();
  });

  it('says what the states of torch mean', () => {
    const reports: IReport[] = [...TORCH, makeReport()];
    const texts = reports.map(report => {
      const text = show({ report, state: { name: 'idle' } }).textContent;
      cleanup();
      return text;
    });
    expect(new Set(texts).size).toBe(5);
    show({ report: TORCH[1], state: { name: 'idle' } });
    expect(screen.getByText('import torch').tagName).toBe('CODE');
    expect(screen.queryByText('No readings yet.')).toBeNull();
  });

  it('shows no readings of a kernel that is gone, but those of one that died', () => {
    const history = historyOf(macSamples());
    show({ history, state: STATES['shut down'] });
    expect(screen.queryByText('Memory')).toBeNull();
    cleanup();
    show({ history, state: STATES.died });
    expect(screen.getByText('Memory')).not.toBeNull();
    expect(screen.getByText('Its last minute')).not.toBeNull();
    expect(screen.getByText('running when the kernel died')).not.toBeNull();
  });

  it.each(['quiet', 'disconnected', 'died'])('greys numbers: %s', name => {
    const container = show({
      state: STATES[name],
      history: historyOf(macSamples()),
      now: RECEIVED + 8000
    });
    expect(container.querySelectorAll('[data-stale]').length).toBeGreaterThan(
      0
    );
    expect(screen.getByText('8 s old')).not.toBeNull();
  });

  it('does not grey numbers that hold', () => {
    const container = show({ history: historyOf(macSamples()) });
    expect(container.querySelector('[data-stale]')).toBeNull();
    expect(screen.getByText('this kernel')).not.toBeNull();
  });
});

describe('the numbers', () => {
  it('have what the system charges the process with, once it was read', () => {
    const host = makeHost({ footprint: 6.5 * GIB });
    const last = makeSample(4, { mem: MAC_MEMORY, host });
    show({ history: historyOf([...macSamples(), last]) });
    const table = screen.getByRole('table', { name: 'Memory by kind' });
    expect(table.textContent).toContain('charged to this process6.5 GiB');
    cleanup();
    show({ history: historyOf(macSamples()) });
    expect(screen.queryByText('charged to this process')).toBeNull();
  });

  it('are those of the newest sample', () => {
    show({ history: historyOf(macSamples()) });
    const rows = within(screen.getByRole('table', { name: 'Memory by kind' }));
    expect(rows.getAllByRole('row').map(row => row.textContent)).toEqual([
      'tensors3.1 GiB',
      'torch pool and Metal1.9 GiB',
      'recommended by Metal24.0 GiB',
      'hard limit, above your RAM40.8 GiB',
      'this process in RAM1.0 GiB'
    ]);
    expect(screen.getByText('14.0 of 36 GiB available')).not.toBeNull();
    expect(screen.getByText('≥ 4.0 GiB')).not.toBeNull();
    expect(screen.getByText('+1.1 GiB')).not.toBeNull();
    expect(screen.getByText('costs 0.05 % of a core')).not.toBeNull();
  });

  it('are words where they are not reported', () => {
    const mem = { rss: null, system_available: null, system_total: null };
    const container = show({
      report: null,
      history: historyOf([makeSample(1, { mem })])
    });
    expect(screen.getAllByText('not reported').length).toBeGreaterThan(2);
    expect(container.textContent).not.toMatch(/NaN|null|undefined|\b0 MiB/);
  });

  it('are drawn when they are huge', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    const container = show({
      history: historyOf([
        makeSample(1, {
          run: { seconds: 1e9, execution_count: huge },
          mem: {
            device: 'cuda',
            allocated: huge,
            reserved: huge,
            limit: 1,
            rss: huge
          }
        })
      ])
    });
    expect(container.innerHTML).not.toMatch(/NaN|Infinity/);
  });

  it('say in words that a limit is near', () => {
    const mem = { ...MAC_MEMORY, driver: 23 * GIB };
    show({ history: historyOf([makeSample(1, { mem })]) });
    expect(
      screen.getByText('Close to what Metal recommends for this GPU')
    ).not.toBeNull();
  });
});

describe('what a kernel says', () => {
  const hostile = '<img src=x onerror="window.hacked=1">';
  const long = `${hostile}${'x'.repeat(10_000)}`;

  it('is drawn as text, wherever it comes from', () => {
    const report = makeReport({
      device: null,
      os: { system: hostile, label: hostile, version: hostile },
      python: { version: hostile, machine: hostile },
      chip: {
        name: hostile,
        threads: 1,
        cores: [{ name: hostile, count: 1 }]
      },
      kernel: { ipykernel: hostile, ipython: hostile },
      torch: {
        ...makeReport().torch,
        state: 'broken',
        version: hostile,
        error: long
      },
      accelerator: { name: hostile, memory: 1, cores: null }
    });
    const container = show({ report, state: { name: 'idle' } });
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain(long);
    expect(container.textContent!.split(hostile).length).toBeGreaterThan(6);
  });

  it.each([
    { name: 'not-python', language: long },
    { name: 'refused', reason: 'error', detail: long }
  ] as LinkState[])('is drawn as text in a state: %j', state => {
    const container = show({ state });
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain(long);
  });

  it('is counted when it is not ours', () => {
    show({ malformed: 1 });
    expect(screen.getByText(/^1 message from this kernel was/)).not.toBeNull();
    cleanup();
    show({ malformed: 3 });
    expect(
      screen.getByText(
        '3 messages from this kernel were not devicelab’s and were ignored.'
      )
    ).not.toBeNull();
    cleanup();
    expect(show().textContent).not.toContain('ignored');
  });
});

describe('a simulated Mac', () => {
  it('is labelled in every state that shows its numbers', () => {
    const report = makeMac({ sim: true });
    for (const name of ['idle', 'live', 'quiet', 'disconnected', 'died']) {
      show({ report, state: STATES[name], history: historyOf(macSamples()) });
      expect(
        screen.getByText('Simulated Mac: numbers are a model')
      ).not.toBeNull();
      cleanup();
    }
    show();
    expect(screen.queryByText(/Simulated/)).toBeNull();
  });

  it('is labelled by a sample before its report came', () => {
    show({ report: null, history: historyOf([makeSample(1, { sim: true })]) });
    expect(screen.getByText(/Simulated Mac/)).not.toBeNull();
  });
});

describe('for a screen reader', () => {
  it('speaks of changes of state, never of numbers', () => {
    const history = historyOf(macSamples());
    const spoken = Object.values(STATES).map(state => {
      show({ state, history, now: RECEIVED + 9000 });
      const text = screen.getByRole('status').textContent!;
      cleanup();
      return text;
    });
    spoken.forEach(text => expect(text).toMatch(/^Device panel: [^\d]+$/));
  });

  it('has the chart as a table, one row a cell', () => {
    const history = historyOf([
      ...macSamples(),
      makeSample(4, {
        mem: { ...MAC_MEMORY, allocated: 5 * GIB },
        run: { n: 2, execution_count: null }
      })
    ]);
    show({ history });
    const table = within(screen.getByRole('table', { name: 'Memory by cell' }));
    expect(table.getAllByRole('row').map(row => row.textContent)).toEqual([
      'cellstartpeakend',
      '[7]2.0 GiB4.0 GiB3.1 GiB',
      '[?]5.0 GiB5.0 GiBrunning'
    ]);
  });

  it('names pictures', () => {
    show({ history: historyOf(macSamples()) });
    const names = screen
      .getAllByRole('img')
      .map(picture => picture.getAttribute('aria-label'));
    expect(names).toEqual([
      'Memory held: 5.0 GiB of 24 GiB',
      'Memory in tensors over 10 s, at most 4.0 GiB'
    ]);
  });
});
