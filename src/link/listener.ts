import type { KernelMessage } from '@jupyterlab/services';
import { parseReport, parseSample } from '../model/parse';
import type { IReport, ISample } from '../model/protocol.generated';
import { field } from './evaluate';

/** The comm id of the agent's broadcasts. Nobody opens it; front ends ignore it. */
export const COMM_ID = 'devicelab';

/** One broadcast of the agent, or something that only looks like one. */
export type Broadcast =
  /** `session`: the page or program whose request the cell is. */
  | { kind: 'sample'; sample: ISample; session: string | null }
  | { kind: 'report'; report: IReport }
  /** Another page has taken the agent away. */
  | { kind: 'end'; epoch: string }
  | { kind: 'malformed' };

/**
 * @param message A message on the kernel's IOPub channel.
 * @returns The broadcast in it; null when it is not addressed to us.
 */
export function readBroadcast(
  message: KernelMessage.IIOPubMessage
): Broadcast | null {
  if (message.header.msg_type !== 'comm_msg') {
    return null;
  }
  const { comm_id: id, data } = message.content as {
    comm_id?: unknown;
    data?: unknown;
  };
  if (id !== COMM_ID) {
    return null;
  }
  const sample = parseSample(data);
  if (sample) {
    const parent = message.parent_header;
    const session = 'session' in parent ? parent.session : null;
    return { kind: 'sample', sample, session };
  }
  const report = parseReport(data);
  return report
    ? { kind: 'report', report }
    : (readEnd(data) ?? { kind: 'malformed' });
}

function readEnd(data: unknown): Broadcast | null {
  const epoch = field(data, 'epoch');
  const isEnd = field(data, 'kind') === 'end' && typeof epoch === 'string';
  return isEnd ? { kind: 'end', epoch } : null;
}

/** Which agent has sent it, if one has. */
export function epochOf(broadcast: Broadcast): string | null {
  switch (broadcast.kind) {
    case 'sample':
      return broadcast.sample.epoch;
    case 'report':
      return broadcast.report.epoch;
    case 'end':
      return broadcast.epoch;
    case 'malformed':
      return null;
  }
}
