import type { History } from './history';
import type { ISample } from './protocol.generated';

/** A file for the learner: nothing in it names a person, a file or a machine. */
export interface IFile {
  name: string;
  type: string;
  text: string;
}

/** The columns of a sample; bytes and seconds. */
const COLUMNS: [string, (sample: ISample) => number | string | null][] = [
  ['time', sample => new Date(sample.t_wall * 1000).toISOString()],
  ['monotonic_s', sample => sample.t_mono],
  ['cell', sample => sample.run.execution_count],
  ['run', sample => sample.run.n],
  ['run_s', sample => sample.run.seconds],
  ['phase', sample => sample.phase],
  ['simulated', sample => String(sample.sim)],
  ['device', sample => sample.mem.device],
  ['allocated_bytes', sample => sample.mem.allocated],
  ['reserved_bytes', sample => sample.mem.reserved],
  ['driver_bytes', sample => sample.mem.driver],
  ['recommended_bytes', sample => sample.mem.recommended],
  ['limit_bytes', sample => sample.mem.limit],
  ['process_bytes', sample => sample.mem.rss],
  ['available_bytes', sample => sample.mem.system_available],
  ['peak_allocated_bytes', sample => sample.peak.allocated],
  ['peak_process_bytes', sample => sample.peak.rss]
];

/**
 * @param history What a kernel has sent.
 * @returns One line a sample; an empty field is not reported.
 */
export function historyAsCsv(history: History): IFile {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...history.samples.map(sample =>
      COLUMNS.map(([, value]) => value(sample) ?? '')
    )
  ];
  return {
    name: 'devicelab-history.csv',
    type: 'text/csv',
    text: lines.map(line => `${line.join(',')}\r\n`).join('')
  };
}

/**
 * @param history What a kernel has sent.
 * @returns Samples by the names of the CSV's columns, and the runs.
 */
export function historyAsJson(history: History): IFile {
  const samples = history.samples.map(sample =>
    Object.fromEntries(COLUMNS.map(([name, value]) => [name, value(sample)]))
  );
  const runs = history.runs.map(run => ({
    cell: run.label,
    seconds: run.seconds,
    quantity: run.quantity,
    first_bytes: run.first,
    peak_bytes: run.peak,
    last_bytes: run.last
  }));
  return {
    name: 'devicelab-history.json',
    type: 'application/json',
    text: JSON.stringify({ v: 1, samples, runs }, null, 1)
  };
}
