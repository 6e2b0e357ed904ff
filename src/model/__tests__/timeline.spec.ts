import type { ISample } from '../protocol.generated';
import { curveOf, gapsOf, samplesBetween } from '../timeline';
import { makeSample } from './samples';

const rss = (sample: ISample): number | null => sample.mem.rss;
const lengths = (samples: ISample[]): number[] =>
  curveOf(samples, rss).segments.map(points => points.length);

describe('gaps inside a run', () => {
  it('has none while readings come in time', () => {
    const samples = [1, 2, 3].map(seq => makeSample(seq));
    expect(gapsOf(samples, 101.5)).toEqual([]);
    expect(lengths(samples)).toEqual([3]);
  });

  it('allows silence of twice the period, and not more', () => {
    const pair = (t: number): ISample[] => [
      makeSample(1, { t_mono: 100 }),
      makeSample(2, { t_mono: t })
    ];
    expect(gapsOf(pair(101), 101)).toEqual([]);
    expect(gapsOf(pair(101.01), 101.01)).toEqual([{ from: 100, to: 101.01 }]);
    expect(lengths(pair(101.01))).toEqual([1, 1]);
  });

  it('goes by the slower period where it changes', () => {
    const samples = [
      makeSample(1, { t_mono: 100, period: 0.5 }),
      makeSample(2, { t_mono: 102, period: 1 })
    ];
    expect(gapsOf(samples, 102)).toEqual([]);
  });

  it('sees a lost sample even when time is short', () => {
    const samples = [
      makeSample(1, { t_mono: 100 }),
      makeSample(3, { t_mono: 100.9 })
    ];
    expect(gapsOf(samples, 101)).toEqual([{ from: 100, to: 100.9 }]);
    expect(lengths(samples)).toEqual([1, 1]);
  });

  it('grows at the end while a running cell is silent', () => {
    const samples = [makeSample(1, { t_mono: 100 })];
    expect(gapsOf(samples, 101)).toEqual([]);
    expect(gapsOf(samples, 108)).toEqual([{ from: 100, to: 108 }]);
    samples[0].phase = 'ended';
    expect(gapsOf(samples, 108)).toEqual([]);
  });

  it('never draws across one', () => {
    const samples = [
      makeSample(1, { t_mono: 100 }),
      makeSample(2, { t_mono: 110 })
    ];
    expect(curveOf(samples, rss).held).toEqual([]);
  });
});

describe('between runs', () => {
  const between = (seconds: number, phase: ISample['phase']): ISample[] => [
    makeSample(1, { t_mono: 100, phase, mem: { rss: 5 } }),
    makeSample(2, { t_mono: 200, run: { n: 2, seconds }, mem: { rss: 9 } })
  ];

  it('holds the level, as a line of its own', () => {
    const curve = curveOf(between(0.4, 'ended'), rss);
    expect(curve.held).toEqual([{ from: 100, to: 200, v: 5 }]);
    expect(curve.segments.map(points => points.length)).toEqual([1, 1]);
    expect(gapsOf(between(0.4, 'ended'), 200)).toEqual([]);
  });

  it('holds it only until the next cell began, when that was silent', () => {
    expect(curveOf(between(30, 'ended'), rss).held).toEqual([
      { from: 100, to: 170, v: 5 }
    ]);
    expect(gapsOf(between(30, 'ended'), 200)).toEqual([{ from: 170, to: 200 }]);
  });

  it('holds nothing after a run that was cut short', () => {
    expect(curveOf(between(0.4, 'running'), rss).held).toEqual([]);
    expect(gapsOf(between(0.4, 'running'), 200)).toEqual([
      { from: 100, to: 200 }
    ]);
  });
});

it('breaks the curve where the number was not reported, without a gap', () => {
  const samples = [
    makeSample(1),
    makeSample(2, { mem: { rss: null } }),
    makeSample(3)
  ];
  expect(lengths(samples)).toEqual([1, 1]);
  expect(gapsOf(samples, 101.5)).toEqual([]);
});

it('cuts samples at a time, keeping one before it', () => {
  const samples = [1, 2, 3, 4].map(seq => makeSample(seq, { t_mono: seq }));
  const seqs = (from: number): number[] =>
    samplesBetween(samples, from, Infinity).map(sample => sample.seq);
  expect(seqs(0)).toEqual([1, 2, 3, 4]);
  expect(seqs(2.5)).toEqual([2, 3, 4]);
  expect(seqs(3)).toEqual([2, 3, 4]);
  expect(seqs(99)).toEqual([4]);
});
