import type { IReport, ITrust } from './protocol.generated';

/** What a button asks of an idle kernel. */
export type Action = 'trust' | 'record-fallbacks' | 'stop-recording';

/** What became of it. */
export type ActionAnswer =
  | { ok: true; trust: ITrust | null; report: IReport | null }
  /**
   * `busy`: nothing was sent. `missing`: this kernel's Python has no devicelab.
   * `cancelled`: the kernel restarted or went away first.
   */
  | {
      ok: false;
      reason: 'busy' | 'missing' | 'error' | 'invalid' | 'cancelled';
      detail: string | null;
    };
