import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { trans } from '../../model/__tests__/samples';
import { STATES } from '../../model/__tests__/states';
import { History } from '../../model/history';
import type { LinkState } from '../../model/linkState';
import type { IReport, ISample } from '../../model/protocol.generated';
import type { IRun } from '../../model/runs';
import type { IDevicePanelProps } from '../devicePanel';
import { DevicePanel } from '../devicePanel';
import { createElement } from '../element';
import type { IStream } from './streams';
import { STREAMS } from './streams';

afterEach(cleanup);

/** What a page knows after some steps of a stream. */
interface IKnown {
  report: IReport | null;
  history: History;
  ghosts: IRun[];
  now: number;
}

const NOTHING = (): IKnown => ({
  report: null,
  history: new History(),
  ghosts: [],
  now: 0
});

/** All that a page knows, one after the other. */
function* played(stream: IStream): Generator<IKnown> {
  let known = NOTHING();
  for (const step of stream.steps) {
    if (step.kind === 'restart') {
      const ghosts = known.history.runs.slice(-3);
      known = { ...NOTHING(), ghosts, now: known.now };
    } else if (step.kind === 'report') {
      known = { ...known, report: step.report };
    } else {
      known = { ...known, now: step.sample.t_wall * 1000 };
      known.history.add(step.sample, known.now);
    }
    yield known;
  }
}

/** What is known as the first life of the kernel ends. */
function firstLife(stream: IStream): IKnown {
  const end = stream.steps.findIndex(({ kind }) => kind === 'restart');
  return Array.from(
    played({ ...stream, steps: stream.steps.slice(0, end) })
  ).pop()!;
}

function show(known: IKnown, state: LinkState, more = {}): HTMLElement {
  const props: IDevicePanelProps = {
    ...known,
    state,
    trans,
    malformed: 0,
    ...more
  };
  return render(<DevicePanel {...props} />).container;
}

const stateOf = (sample: ISample | null): LinkState => ({
  name: sample?.phase === 'running' ? 'live' : 'idle'
});

const WRONG = /NaN|undefined|Infinity|\[object|\bnull\b/;

it('has streams of a CPU and of a simulated Mac', () => {
  const names = STREAMS.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['cpu', 'simulated']));
});

describe.each(STREAMS.map(stream => [stream.name, stream] as const))(
  'what a real kernel sent: %s',
  (_, stream) => {
    it('is drawn after each message without a word out of place', () => {
      const { container, rerender } = render(<div />);
      for (const known of played(stream)) {
        const state = stateOf(known.history.latest);
        rerender(
          <DevicePanel {...known} state={state} trans={trans} malformed={0} />
        );
        expect(container.innerHTML).not.toMatch(WRONG);
      }
    });

    it.each(Object.keys(STATES))('is drawn in the state: %s', name => {
      const container = show(firstLife(stream), STATES[name]);
      expect(container.innerHTML).not.toMatch(WRONG);
      expect(container.querySelector('h2')?.textContent).not.toBe('');
    });

    it('has a band and a row for each cell of which there are samples', () => {
      const known = firstLife(stream);
      const container = show(known, { name: 'idle' });
      const labels = known.history.runs.map(run => run.label);
      const rows = container.querySelectorAll('.dl-hidden tbody th');
      expect(Array.from(rows, row => row.textContent)).toEqual(labels);
      expect(container.querySelectorAll('.dl-Chart-bands > g')).toHaveLength(
        labels.length
      );
      expect(labels.length).toBe(6);
    });

    it('hatches the native call that held the interpreter', () => {
      const container = show(firstLife(stream), { name: 'idle' });
      expect(
        container.querySelectorAll('.dl-Chart-gaps > rect').length
      ).toBeGreaterThanOrEqual(1);
    });

    it('is labelled where it is simulated, and nowhere else', () => {
      show(firstLife(stream), { name: 'idle' });
      expect(screen.queryAllByText(/^Simulated Mac/)).toHaveLength(
        stream.header.simulated === null ? 0 : 1
      );
    });

    it('leaves the last three cells as ghosts of a restart', () => {
      const known = Array.from(played(stream)).pop()!;
      show(known, { name: 'idle' });
      const heading = screen.getByText('Before the restart');
      const rows = heading.closest('section')!.querySelectorAll('tr');
      expect(
        Array.from(rows, row => row.querySelector('th')?.textContent)
      ).toEqual(known.ghosts.map(run => `Cell ${run.label}`));
      expect(rows).toHaveLength(3);
    });

    it('stays where it is when held, and follows again', () => {
      const known = firstLife(stream);
      const container = show(known, { name: 'live' });
      const axis = () =>
        container.querySelector('.dl-Chart-time')!.textContent ?? '';
      expect(axis()).toContain('now');
      fireEvent.click(screen.getByRole('button', { name: 'Hold the chart' }));
      fireEvent.click(
        screen.getByRole('button', { name: 'The last cell alone' })
      );
      fireEvent.click(screen.getByRole('button', { name: 'Earlier' }));
      expect(axis()).not.toContain('now');
      expect(screen.getByText('held')).not.toBeNull();
      fireEvent.click(screen.getByRole('button', { name: 'Follow the time' }));
      expect(axis()).toContain('now');
    });

    it('goes to the cell whose band is clicked', () => {
      const onJump = jest.fn(() => true);
      const known = firstLife(stream);
      show(known, { name: 'idle' }, { onJump });
      const { label } = known.history.runs[1];
      fireEvent.click(
        screen.getByRole('button', { name: `Go to cell ${label}` })
      );
      expect(onJump).toHaveBeenCalledWith(expect.objectContaining({ label }));
    });
  }
);

it('tells the pool from Metal, and a counted peak from a sampled one, on a Mac with a new torch', () => {
  const simulated = STREAMS.find(({ name }) => name === 'simulated')!;
  const container = show(firstLife(simulated), { name: 'idle' });
  const rows = container.querySelectorAll('[data-section="memory"] tbody th');
  expect(Array.from(rows, row => row.textContent)).toEqual([
    'tensors',
    'kept by torch for reuse',
    'graphs and Metal',
    'recommended by Metal',
    'hard limit',
    'this process in RAM'
  ]);
  const marks = container.querySelectorAll('.dl-Bar-mark');
  expect(Array.from(marks, mark => mark.getAttribute('data-mark'))).toEqual([
    'recommended',
    'limit'
  ]);
});
