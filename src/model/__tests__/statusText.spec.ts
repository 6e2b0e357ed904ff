import { History } from '../history';
import type { LinkState } from '../linkState';
import type { IReport, ISample } from '../protocol.generated';
import type { IStatusText } from '../statusText';
import { MAX_STATUS_LENGTH, statusText } from '../statusText';
import { GIB, makeMac, makeReport, makeSample, seeded, trans } from './samples';
import { STATES, TORCH } from './states';

function statusOf(
  mem: Partial<ISample['mem']> | null,
  report: IReport | null = makeReport(),
  state: LinkState = { name: 'live' }
): IStatusText | null {
  const history = new History();
  if (mem) {
    history.add(makeSample(1, { mem }), 1000);
  }
  return statusText(state, report, history, 9000, trans);
}

const MPS = { device: 'mps', allocated: 3.1 * GIB, recommended: 11.8 * GIB };

it('shows tensors of the recommended size', () => {
  expect(statusOf(MPS as ISample['mem'], makeMac())).toMatchObject({
    text: 'mps 3.1 / 11.8 GiB',
    shape: 'ready'
  });
});

it('shows the process on a CPU', () => {
  const status = statusOf({ rss: 1.2 * GIB });
  expect(status).toMatchObject({ text: 'cpu 1.2 GiB', shape: 'cpu' });
  expect(status?.lines).toEqual([
    'CPU only',
    'Memory in this process: 1.2 GiB'
  ]);
});

it('says how old a number is that may be wrong by now', () => {
  for (const name of ['quiet', 'disconnected'] as const) {
    const status = statusOf(MPS as ISample['mem'], makeMac(), { name });
    expect(status?.text).toBe('mps 3.1 GiB, 8 s old');
  }
});

it('shows no number where there is none', () => {
  expect(statusOf(null)?.text).toBe('cpu');
  expect(statusOf({ rss: null })?.text).toBe('cpu');
  expect(statusOf(null, TORCH[1])?.text).toBe('torch not imported yet');
});

it('is there only for a kernel that can be read', () => {
  const shown = Object.keys(STATES).filter(name =>
    statusOf({}, makeReport(), STATES[name])
  );
  expect(shown).toEqual([
    'idle',
    'live',
    'awaiting input',
    'debugging',
    'quiet',
    'disconnected'
  ]);
  expect(statusOf(null, null)).toBeNull();
});

it('is never longer than its place', () => {
  const random = seeded(4);
  const bytes = (): number => Math.floor(2 ** (random() * 53));
  for (let i = 0; i < 2000; i++) {
    const device = (['cpu', 'cuda', 'mps'] as const)[i % 3];
    const mem = {
      device,
      rss: bytes(),
      allocated: bytes(),
      recommended: device === 'mps' ? bytes() : null,
      limit: bytes()
    };
    const state: LinkState = { name: i % 2 ? 'live' : 'quiet' };
    const { text } = statusOf(mem, makeReport({ device }), state)!;
    expect(text.length).toBeLessThanOrEqual(MAX_STATUS_LENGTH);
    expect(text).not.toContain('…');
  }
});
