import type { IChart, IChartRequest } from '../chart';
import { chartOf } from '../chart';
import { History } from '../history';
import type { ISample } from '../protocol.generated';
import { GIB, makeSample, seeded } from './samples';

const REQUEST: IChartRequest = {
  now: 1000,
  isLive: true,
  width: 200,
  seconds: 300
};

function chart(
  samples: ISample[],
  request: Partial<IChartRequest> = {}
): IChart {
  const history = new History();
  samples.forEach(sample => history.add(sample, 1000));
  return chartOf(history, { ...REQUEST, ...request })!;
}

/** A run that ended long ago, and one that began at 500 s. */
function twoRuns(seconds: number): ISample[] {
  const count = seconds * 2;
  const first = makeSample(1, { t_mono: 400, phase: 'ended' });
  const rest = Array.from({ length: count }, (_, i) =>
    makeSample(i + 2, {
      t_mono: 500 + (i + 1) / 2,
      run: { n: 2, seconds: (i + 1) / 2 }
    })
  );
  return [first, ...rest];
}

it('draws nothing without samples', () => {
  expect(chartOf(new History(), REQUEST)).toBeNull();
});

describe('the time shown', () => {
  it('zooms to the running cell', () => {
    const { from, to } = chart(twoRuns(60));
    expect(to).toBe(560);
    expect(from).toBeLessThan(500);
    expect(from).toBeGreaterThan(485);
  });

  it('is the last five minutes for a longer cell', () => {
    const { from, to } = chart(twoRuns(400));
    expect([from, to]).toEqual([600, 900]);
  });

  it('goes back as far as there are readings when idle', () => {
    const { from, to, isNow } = chart(twoRuns(60), { isLive: false });
    expect([from, to, isNow]).toEqual([399.5, 560, false]);
  });

  it('goes on while no sample comes', () => {
    const { to, gaps } = chart(twoRuns(60), { now: 9000 });
    expect(to).toBe(568);
    expect(gaps).toEqual([{ from: 560, to: 568 }]);
  });
});

it('keeps every peak of what is shown, thinned to the width', () => {
  for (let seed = 1; seed < 20; seed++) {
    const random = seeded(seed);
    const samples = twoRuns(290);
    samples.forEach(sample => {
      sample.mem.rss = Math.floor(random() ** 9 * 1e12);
    });
    const { peak, area, from } = chart(samples, { width: 20 });
    const shown = samples.filter(sample => sample.t_mono >= from);
    expect(peak?.v).toBe(Math.max(...shown.map(sample => sample.mem.rss!)));
    expect(area.segments.flat().length).toBeLessThanOrEqual(21 * 4 + 4);
  }
});

describe('what is drawn', () => {
  const mps = (tensors: number, driver: number): Partial<ISample['mem']> => ({
    device: 'mps',
    allocated: tensors * GIB,
    driver: driver * GIB,
    recommended: 10 * GIB,
    limit: 30 * GIB
  });

  it('is the process on a CPU, without levels', () => {
    expect(chart([makeSample(1)])).toMatchObject({
      quantity: 'process',
      line: null,
      levels: []
    });
  });

  it('is tensors and what is held on an accelerator', () => {
    const { quantity, line } = chart([makeSample(1, { mem: mps(1, 2) })]);
    expect(quantity).toBe('tensors');
    expect(line?.segments[0][0].v).toBe(2 * GIB);
  });

  it('has a level only where the curves come near, and has room for it', () => {
    expect(chart([makeSample(1, { mem: mps(1, 2) })]).levels).toEqual([]);
    const near = chart([makeSample(1, { mem: mps(7, 8) })]);
    expect(near.levels.map(level => level.key)).toEqual(['recommended']);
    expect(near.top).toBeGreaterThan(10 * GIB);
  });

  it('leaves out cells that lie before it', () => {
    const { runs } = chart(twoRuns(60));
    expect(runs.map(run => run.n)).toEqual([2]);
  });

  it('stands any number', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    const { top, peak } = chart([makeSample(1, { mem: { rss: huge } })]);
    expect(peak?.v).toBe(huge);
    expect(Number.isFinite(top)).toBe(true);
    expect(chart([makeSample(1, { mem: { rss: null } })]).peak).toBeNull();
  });
});
