import type {
  ICache,
  IReport,
  ITensors,
  ITiming,
  ITrust
} from './protocol.generated';

/** What a button asks of an idle kernel. */
export type Action =
  | 'trust'
  | 'record-fallbacks'
  | 'stop-recording'
  | 'cache'
  | 'timing'
  | 'tensors';

/** What a kernel may answer; which it is, its `kind` says. */
export type Found = ITrust | IReport | ICache | ITiming | ITensors;

/** The kind of answer that belongs to an action. */
export const KIND_OF: Record<Action, Found['kind']> = {
  trust: 'trust',
  'record-fallbacks': 'report',
  'stop-recording': 'report',
  cache: 'cache',
  timing: 'timing',
  tensors: 'tensors'
};

/** What became of it. */
export type ActionAnswer =
  | { ok: true; found: Found }
  /**
   * `busy`: nothing was sent. `missing`: this kernel's Python has no devicelab.
   * `cancelled`: the kernel restarted or went away first.
   */
  | {
      ok: false;
      reason: 'busy' | 'missing' | 'error' | 'invalid' | 'cancelled';
      detail: string | null;
    };
