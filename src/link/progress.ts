import type { KernelMessage } from '@jupyterlab/services';
import type { IKept } from '../model/course';
import { VERDICT_MIME, shown } from '../model/course';
import { isOutcome } from '../model/outcome';
import { field } from './evaluate';

/** What the receipts say, by the kernel's own devicelab; an error where it has none. */
export const PROGRESS_EXPRESSION =
  "__import__('devicelab.actions', fromlist=['_']).progress()";

const ITEM = /^m[1-9][0-9]?\.[qp][1-9][0-9]?$/;
const DEVICES: unknown[] = ['cpu', 'cuda', 'mps', 'xpu'];
const MAX_ITEMS = 1000;

/**
 * @param content The content of an execute reply, as yet untrusted.
 * @returns What the receipts say; null where the kernel could not or did not say.
 */
export function readProgress(content: unknown): readonly IKept[] | null {
  const answer = field(field(content, 'user_expressions'), 'progress');
  const data = field(field(answer, 'data'), 'application/json');
  const items = field(data, 'items');
  return Array.isArray(items) ? items.slice(0, MAX_ITEMS).flatMap(kept) : null;
}

/**
 * @param message A message on the kernel's IOPub channel.
 * @returns The verdict that is shown by it; nothing where it shows none.
 */
export function readVerdict(message: KernelMessage.IIOPubMessage): IKept[] {
  return message.header.msg_type === 'display_data'
    ? shown(field(field(message.content, 'data'), VERDICT_MIME))
    : [];
}

function kept(value: unknown): IKept[] {
  const item = field(value, 'item');
  const outcome = field(value, 'outcome');
  const device = field(value, 'device');
  const isKept = typeof item === 'string' && ITEM.test(item);
  return isKept && isOutcome(outcome)
    ? [
        {
          item,
          outcome,
          device: DEVICES.includes(device) ? String(device) : null,
          sim: field(value, 'sim') === true
        }
      ]
    : [];
}
