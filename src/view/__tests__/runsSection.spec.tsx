import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { ghostOf } from '../../model/compare';
import { History } from '../../model/history';
import type { ISample } from '../../model/protocol.generated';
import type { IGhost } from '../../model/runs';
import { GIB, makeSample, trans } from '../../model/__tests__/samples';
import { createElement } from '../element';
import { RunsSection } from '../runsSection';

afterEach(cleanup);

const run = (n: number): ISample['run'] => ({
  n,
  cell_id: null,
  execution_count: n,
  seconds: 0.5
});

/** Two cells of two samples each, each of the two a GiB above the one before. */
function twoCells(from: number, mem: Partial<ISample['mem']> = {}): History {
  const history = new History();
  for (const i of [0, 1, 2, 3]) {
    const cell = run(i < 2 ? 1 : 2);
    const fields = { rss: (i + 1) * GIB, ...mem };
    history.add(
      makeSample(from + i, {
        run: { ...cell, seconds: 0.5 + (i % 2) / 2 },
        phase: i % 2 ? 'ended' : 'running',
        mem: fields
      }),
      1000
    );
  }
  return history;
}

const ghostsOf = (history: History): IGhost[] =>
  history.runs.map(one => ghostOf(history, one));

const section = (history: History, ghosts: IGhost[]) => (
  <RunsSection history={history} ghosts={ghosts} height={200} trans={trans} />
);

const pick = (name: RegExp) =>
  fireEvent.click(screen.getByRole('button', { name }));

const columns = (): (string | null)[] =>
  screen.getAllByRole('columnheader').map(node => node.textContent);

const lines = (container: HTMLElement): string[] =>
  Array.from(
    container.querySelectorAll('.dl-Compare-line'),
    line => line.getAttribute('d') ?? ''
  );

describe('RunsSection', () => {
  it('lays a cell before the restart over one after it', () => {
    const ghosts = ghostsOf(twoCells(1));
    const { container } = render(section(twoCells(21), ghosts));
    pick(/^\[1\] before the restart/);
    pick(/^\[1\](?! before)/);
    expect(columns()).toEqual(['[1] before the restart', '[1]']);
    const [before, after] = lines(container);
    expect(before).toMatch(/^M[\d.]+,[\d.]+L/);
    expect(after).toBe(before);
    expect(screen.queryByText(/Not the same thing/)).toBeNull();
  });

  it('keeps what was picked when the kernel restarts', () => {
    const history = twoCells(1);
    const { rerender, container } = render(section(history, []));
    pick(/^\[1\]/);
    pick(/^\[2\]/);
    const drawn = lines(container);
    expect(drawn).toHaveLength(2);
    rerender(section(new History(), ghostsOf(history)));
    expect(columns()).toEqual([
      '[1] before the restart',
      '[2] before the restart'
    ]);
    expect(lines(container)).toEqual(drawn);
  });

  it('says where tensors are laid over a whole process', () => {
    const mac = { device: 'mps', allocated: GIB } as const;
    const ghosts = ghostsOf(twoCells(1, mac));
    render(section(twoCells(21), ghosts));
    pick(/^\[2\] before/);
    pick(/^\[2\](?! before)/);
    expect(screen.getByText(/Not the same thing/)).toBeTruthy();
  });
});
