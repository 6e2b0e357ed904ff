import { historyAsCsv, historyAsJson } from '../exported';
import { History } from '../history';
import { GIB, makeSample } from './samples';

function twoSamples(): History {
  const history = new History();
  history.add(makeSample(1), 1);
  history.add(makeSample(2, { mem: { rss: null }, phase: 'ended' }), 2);
  return history;
}

it('writes one line a sample, and leaves empty what was not reported', () => {
  const { name, type, text } = historyAsCsv(twoSamples());
  expect([name, type]).toEqual(['devicelab-history.csv', 'text/csv']);
  const [head, first, second, rest] = text.split('\r\n');
  const column = (line: string, key: string) =>
    line.split(',')[head.split(',').indexOf(key)];
  expect(column(first, 'process_bytes')).toBe(String(GIB));
  expect(column(first, 'allocated_bytes')).toBe('');
  expect(column(second, 'process_bytes')).toBe('');
  expect(column(second, 'phase')).toBe('ended');
  expect(column(first, 'time')).toBe('2023-11-14T22:13:20.500Z');
  expect(rest).toBe('');
});

it('writes the same as JSON, with the runs', () => {
  const { samples, runs } = JSON.parse(historyAsJson(twoSamples()).text);
  expect(samples).toHaveLength(2);
  expect(samples[1].process_bytes).toBeNull();
  expect(runs).toEqual([
    {
      cell: '[7]',
      seconds: 1,
      quantity: 'process',
      first_bytes: GIB,
      peak_bytes: GIB,
      last_bytes: GIB
    }
  ]);
});
