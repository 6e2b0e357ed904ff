import { History, MAX_RUNS, MAX_SAMPLES } from '../history';
import type { ISample } from '../protocol.generated';
import { GIB, makeSample } from './samples';

function historyOf(samples: ISample[]): History {
  const history = new History();
  samples.forEach((sample, i) => history.add(sample, 1000 + i));
  return history;
}

const mps = (tensors: number | null): Partial<ISample['mem']> => ({
  device: 'mps',
  allocated: tensors === null ? null : tensors * GIB
});

describe('History', () => {
  it('knows the newest sample and when it came', () => {
    const history = historyOf([makeSample(1), makeSample(2)]);
    expect(history.latest?.seq).toBe(2);
    expect(history.latestReceivedAtMs).toBe(1001);
    history.clear();
    expect(history.latest).toBeNull();
    expect(history.latestReceivedAtMs).toBeNull();
    expect(history.runs).toEqual([]);
  });

  it('drops what came twice, late, or with a clock that went back', () => {
    const history = historyOf([
      makeSample(5),
      makeSample(5),
      makeSample(4),
      makeSample(6, { t_mono: 1 })
    ]);
    expect(history.samples.map(sample => sample.seq)).toEqual([5]);
    expect(history.latestReceivedAtMs).toBe(1000);
  });

  it('drops samples of another epoch when its own is set', () => {
    const history = new History();
    history.epoch = 'f'.repeat(32);
    history.add(makeSample(1), 0);
    expect(history.latest).toBeNull();
    history.add(makeSample(1, { epoch: history.epoch }), 0);
    expect(history.latest?.seq).toBe(1);
  });

  it('starts over with a new agent when no epoch is set', () => {
    const history = historyOf([
      makeSample(9),
      makeSample(1, { epoch: 'f'.repeat(32), t_mono: 5 })
    ]);
    expect(history.samples.map(sample => sample.seq)).toEqual([1]);
    expect(history.runs).toHaveLength(1);
  });

  it('keeps at most an hour, and at most so many samples and runs', () => {
    const history = new History();
    for (let seq = 1; seq <= MAX_SAMPLES + 500; seq++) {
      history.add(
        makeSample(seq, { t_mono: seq * 0.1, run: { n: Math.ceil(seq / 10) } }),
        0
      );
    }
    expect(history.samples).toHaveLength(MAX_SAMPLES);
    expect(history.runs).toHaveLength(MAX_RUNS);
    expect(history.latest?.seq).toBe(MAX_SAMPLES + 500);
    history.add(makeSample(10_000, { t_mono: 100_000 }), 0);
    expect(history.samples).toHaveLength(1);
  });
});

describe('runs', () => {
  it('has peak, its time, change, seconds and label', () => {
    const [run] = historyOf([
      makeSample(1, { mem: mps(1) }),
      makeSample(2, { mem: mps(5) }),
      makeSample(3, { mem: mps(3), phase: 'ended' })
    ]).runs;
    expect(run).toMatchObject({
      label: '[7]',
      start: 100,
      end: 101.5,
      running: false,
      seconds: 1.5,
      quantity: 'tensors',
      first: GIB,
      peak: 5 * GIB,
      peakAt: 101,
      last: 3 * GIB,
      change: 2 * GIB
    });
  });

  it('counts the process on a CPU', () => {
    const [run] = historyOf([
      makeSample(1, { mem: { rss: GIB } }),
      makeSample(2, { mem: { rss: 2 * GIB } })
    ]).runs;
    expect(run).toMatchObject({ quantity: 'process', change: GIB });
    expect(run.running).toBe(true);
  });

  it('goes over to tensors when the device appears in mid-run', () => {
    const history = historyOf([makeSample(1, { mem: { device: null } })]);
    expect(history.runs[0].quantity).toBe('process');
    history.add(makeSample(2, { mem: mps(2) }), 0);
    history.add(makeSample(3, { mem: mps(3) }), 0);
    expect(history.runs[0]).toMatchObject({
      quantity: 'tensors',
      first: 2 * GIB,
      change: GIB
    });
  });

  it('takes a missing label and missing numbers as missing', () => {
    const [run] = historyOf([
      makeSample(1, { run: { execution_count: null }, mem: { rss: null } })
    ]).runs;
    expect(run.label).toBe('[?]');
    expect([run.first, run.peak, run.peakAt, run.last, run.change]).toEqual(
      Array(5).fill(null)
    );
  });

  it('starts from where the cell just before ended, and from nowhere else', () => {
    const ended = makeSample(1, { phase: 'ended', mem: { rss: GIB } });
    const later = (n: number): ISample =>
      makeSample(2, { run: { n }, mem: { rss: 3 * GIB } });
    expect(historyOf([ended, later(2)]).runs[1].change).toBe(2 * GIB);
    expect(historyOf([ended, later(3)]).runs[1].change).toBe(0);
  });

  it('is ended by an error, which is no reading', () => {
    const history = historyOf([makeSample(1), makeSample(2)]);
    expect(history.runs[0].running).toBe(true);
    history.add(makeSample(3, { phase: 'error', mem: { rss: null } }), 0);
    expect(history.latest?.seq).toBe(2);
    expect(history.runs[0].running).toBe(false);
  });

  it('ends a run whose last sample was lost', () => {
    const { runs } = historyOf([
      makeSample(1),
      makeSample(3, { run: { n: 2 } })
    ]);
    expect(runs.map(run => run.running)).toEqual([false, true]);
  });
});

describe('what a page was not there for', () => {
  const samples = [1, 2, 3, 4].map(seq => makeSample(seq));

  it('is filled in from what the agent has kept', () => {
    const history = historyOf(samples.slice(2));
    history.epoch = samples[0].epoch;
    history.complete(samples, 5000);
    expect(history.samples.map(s => s.seq)).toEqual([1, 2, 3, 4]);
    expect(history.runs).toHaveLength(1);
    expect(history.latestReceivedAtMs).toBe(1001);
  });

  it('is the whole history of a page that has just come', () => {
    const history = new History();
    history.epoch = samples[0].epoch;
    history.complete(samples, 5000);
    expect(history.samples).toHaveLength(4);
    expect(history.latestReceivedAtMs).toBe(5000);
  });

  it('is left out where it is of another agent, or known already', () => {
    const history = historyOf(samples);
    history.epoch = samples[0].epoch;
    const before = history.samples;
    history.complete(samples, 5000);
    expect(history.samples).toBe(before);
    history.complete([makeSample(9, { epoch: 'f'.repeat(32) })], 5000);
    expect(history.samples).toBe(before);
  });
});

describe('runs', () => {
  it('take their peak from what was read between two samples as well', () => {
    const history = historyOf([
      makeSample(1, { mem: { rss: GIB }, peak: { rss: 3 * GIB } }),
      makeSample(2, { mem: { rss: 2 * GIB } })
    ]);
    expect(history.runs[0].peak).toBe(3 * GIB);
    expect(history.runs[0].last).toBe(2 * GIB);
  });

  it('started elsewhere bear no cell number', () => {
    const history = new History();
    history.add(makeSample(1), 0, true);
    expect(history.runs[0]).toMatchObject({ label: '[?]', elsewhere: true });
  });
});
