import type { Page } from '@playwright/test';

/** A message on a kernel's line, as far as tests look at it. */
export interface IMessage {
  channel: string;
  header: { msg_id: string; msg_type: string; subshell_id?: string | null };
  parent_header: { msg_id?: string };
  content: Record<string, unknown>;
}

/** The messages that go over a page's lines to kernels, by direction; only over lines opened from now on. */
export interface ITraffic {
  sent: IMessage[];
  received: IMessage[];
}

/** Keep what goes over the page's lines to kernels. */
export function watchTraffic(page: Page): ITraffic {
  const traffic: ITraffic = { sent: [], received: [] };
  page.on('websocket', socket => {
    if (socket.url().includes('/channels')) {
      socket.on('framesent', ({ payload }) =>
        traffic.sent.push(readMessage(payload))
      );
      socket.on('framereceived', ({ payload }) =>
        traffic.received.push(readMessage(payload))
      );
    }
  });
  return traffic;
}

/**
 * @param payload A frame: JSON, or `v1.kernel.websocket.jupyter.org`, which begins
 * with the number of offsets and the offsets of its parts, 8 bytes each.
 */
export function readMessage(payload: string | Buffer): IMessage {
  if (typeof payload === 'string') {
    return JSON.parse(payload);
  }
  const offset = (i: number) => Number(payload.readBigUInt64LE(8 * (i + 1)));
  const part = (i: number) =>
    payload.subarray(offset(i), offset(i + 1)).toString();
  return {
    channel: part(0),
    header: JSON.parse(part(1)),
    parent_header: JSON.parse(part(2)),
    content: JSON.parse(part(4))
  };
}

/** Whether it is the one request that we send: the bootstrap. */
export function isBootstrap({ header, content }: IMessage): boolean {
  return (
    header.msg_type === 'execute_request' &&
    JSON.stringify(content.user_expressions).includes('_devicelab_loader')
  );
}

/** The agents that have answered a bootstrap, by their epochs. */
export function agentsIn(received: readonly IMessage[]): Set<string> {
  const epochs = received.map(
    ({ content }) => /"epoch": ?"(\w+)"/.exec(reportIn(content))?.[1]
  );
  return new Set(epochs.filter(epoch => epoch !== undefined));
}

/** The report in a reply, as text. */
function reportIn(content: Record<string, unknown>): string {
  const asked = content.user_expressions as Record<string, unknown> | undefined;
  return JSON.stringify(asked?.report ?? null);
}
