import { STREAMS } from '../../view/__tests__/streams';
import { ghostOf } from '../compare';
import { History } from '../history';
import type { ISample } from '../protocol.generated';
import { pack, unpack } from '../stored';
import { GIB, makeHost, makeSample } from './samples';

function historyOf(samples: ISample[]): History {
  const history = new History();
  samples.forEach(sample => history.add(sample, 1000, sample.run.n === 2));
  return history;
}

/** What a page would know after a reload. */
function reloaded(history: History): History {
  const stored = unpack(pack(history, [])!)!;
  const again = new History();
  stored.samples.forEach(sample =>
    again.add(sample, stored.receivedAtMs, stored.elsewhere.has(sample.run.n))
  );
  return again;
}

it.each(STREAMS.map(stream => [stream.name, stream] as const))(
  'gives back every sample of a recorded stream: %s',
  (_, { steps }) => {
    const samples = steps.flatMap(step =>
      step.kind === 'sample' ? [step.sample] : []
    );
    const history = historyOf(samples.filter(s => s.sim === samples[20].sim));
    const again = reloaded(history);
    // The number of a cell may come with its second sample: the last word counts.
    const plain = (found: History) =>
      found.samples.map(({ run, ...rest }) => ({ ...rest, n: run.n }));
    expect(plain(again)).toEqual(plain(history));
    expect(again.runs).toEqual(history.runs);
    expect(again.latestReceivedAtMs).toBe(1000);
  }
);

it('keeps the last runs before a restart, and what others started', () => {
  const history = historyOf([
    makeSample(1, { phase: 'ended', host: makeHost({ gpu_own: 0.5 }) }),
    makeSample(2, { run: { n: 2 } })
  ]);
  const before = history.runs.map(run => ghostOf(history, run));
  const { ghosts, elsewhere } = unpack(pack(history, before)!)!;
  expect(ghosts).toEqual(before);
  expect(ghosts[0].segments).toEqual([[{ t: 0.5, v: GIB }]]);
  expect([...elsewhere]).toEqual([2]);
});

it('keeps nothing where there is nothing', () => {
  expect(pack(new History(), [])).toBeNull();
});

it('is bounded: an hour of the longest samples loses its oldest', () => {
  const huge = Number.MAX_SAFE_INTEGER;
  const mem = { rss: huge, system_total: huge, allocated: huge, driver: huge };
  const others = Array.from({ length: 8 }, (_, pid) => ({
    pid,
    name: 'x'.repeat(64),
    share: 0.123456789
  }));
  const history = historyOf(
    Array.from({ length: 7200 }, (_, i) =>
      makeSample(i + 1, { mem, host: makeHost({ gpu_others: others }) })
    )
  );
  const text = pack(history, [])!;
  expect(text.length).toBeLessThan(1_500_001);
  const { samples } = unpack(text)!;
  expect(samples.length).toBeGreaterThan(500);
  expect(samples[samples.length - 1].seq).toBe(7200);
});

describe('what somebody else has put there', () => {
  const good = JSON.parse(pack(historyOf([makeSample(1)]), [])!) as {
    rows: unknown[][];
  };
  const EVIL = '<img src=x onerror=1>';
  const read = (fields: object) =>
    unpack(JSON.stringify({ ...good, ...fields }));

  it.each(['', 'null', '{', '[]', '"x"', '{"form": 2}', '{"form": 1}'])(
    'is nothing: %s',
    text => expect(unpack(text)).toBeNull()
  );

  it.each([
    ['no row', { rows: [1, null, 'x', {}, []] }],
    ['a word for a number', { rows: [good.rows[0].map(() => EVIL)] }],
    ['an epoch that is none', { epoch: EVIL }],
    ['a run that is not listed', { runs: [] }],
    ['a cell of no such kind', { runs: [[1, { evil: EVIL }, 1]] }]
  ])('gives no sample: %s', (_, fields) => {
    expect(read(fields)!.samples).toEqual([]);
  });

  it('gives no ghost but one whose fields are all of their kind', () => {
    const history = historyOf([makeSample(1)]);
    const ghost = ghostOf(history, history.runs[0]);
    const wrong = [
      null,
      1,
      {},
      { ...ghost, label: EVIL },
      { ...ghost, peak: 'much' },
      { ...ghost, n: null },
      { ...ghost, quantity: EVIL },
      { ...ghost, running: 'no' },
      { ...ghost, segments: EVIL },
      { ...ghost, segments: [EVIL] },
      { ...ghost, segments: [[{ t: 1, v: EVIL }]] },
      { ...ghost, segments: [[null]] },
      { ...ghost, segments: [Array(5000).fill({ t: 1, v: 1 })] }
    ];
    expect(read({ ghosts: [...wrong, ghost] })!.ghosts).toEqual([ghost]);
    expect(read({ ghosts: EVIL })!.ghosts).toEqual([]);
  });
});
