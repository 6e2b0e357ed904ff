import cpu from '../../../tests/streams/cpu.json';
import cuda from '../../../tests/streams/cuda.json';
import simulated from '../../../tests/streams/simulated.json';
import { parseReport, parseSample } from '../../model/parse';
import type { IReport, ISample } from '../../model/protocol.generated';

/** What a page gets from a kernel, in order. */
export type Step =
  | { kind: 'restart' }
  | { kind: 'report'; report: IReport }
  | { kind: 'sample'; sample: ISample };

/** What a real kernel has sent, recorded by `scripts/record_stream.py`. */
export interface IStream {
  name: string;
  header: { device: string | null; simulated: string | null };
  steps: Step[];
}

/** As a file holds it; a stream of another device is one line more here. */
interface IRecorded {
  header: IStream['header'];
  steps: { kind: string; data?: unknown }[];
}
const RECORDED: Record<string, IRecorded> = { cpu, cuda, simulated };

/** Every stream that has been recorded, each message as a page would take it in. */
export const STREAMS: IStream[] = Object.entries(RECORDED).map(
  ([name, { header, steps }]) => ({ name, header, steps: steps.map(read) })
);

function read({ kind, data }: IRecorded['steps'][number]): Step {
  const report = kind === 'report' ? parseReport(data) : null;
  const sample = kind === 'sample' ? parseSample(data) : null;
  if (report) {
    return { kind: 'report', report };
  }
  if (sample) {
    return { kind: 'sample', sample };
  }
  if (kind !== 'restart') {
    throw new Error(`A recorded ${kind} does not fit the protocol.`);
  }
  return { kind };
}
