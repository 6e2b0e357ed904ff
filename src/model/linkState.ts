/**
 * Where the link to one kernel stands. Each state has a sentence of its own in
 * `texts.ts`; "running" is what the agent says, never the kernel's status.
 */
export type LinkState =
  | INoKernel
  | { name: 'connecting' }
  /** The kernel was busy before it could be asked: it is asked when the cell ends. */
  | { name: 'waiting' }
  /** Asked, not answered yet: since then, in milliseconds since 1970. */
  | { name: 'probing'; sinceMs?: number }
  | { name: 'not-python'; language: string }
  | IRefused
  | { name: 'idle' }
  | { name: 'live' }
  /** A cell runs and waits for an answer to `input()`. */
  | { name: 'awaiting-input' }
  /** A cell runs and is stopped at a breakpoint. */
  | { name: 'debugging' }
  /** A cell runs, and more than three periods have gone by without a sample: since then, in milliseconds since 1970. */
  | { name: 'quiet'; sinceMs?: number }
  /** The browser has lost the kernel; the last readings stay, with their age. */
  | { name: 'disconnected' };

export interface INoKernel {
  name: 'no-kernel';
  reason:
    | 'no-document'
    | 'no-session'
    | 'died'
    | 'shut-down'
    /** The settings say that no kernel is to be looked at, or only those of the course. */
    | 'switched-off'
    | 'not-course';
}

/** The kernel is there, but no report could be had from it. */
export interface IRefused {
  name: 'refused';
  /** `error`: the request failed in the kernel. `invalid`: the answer was not a report. `stopped`: the agent failed while sampling. */
  reason: 'error' | 'invalid' | 'stopped';
  /** What the kernel said, cut short; drawn as text only. */
  detail: string | null;
}

/** A cell runs, and its readings come in. */
export function isHeard(state: LinkState): boolean {
  return ['live', 'awaiting-input', 'debugging'].includes(state.name);
}

/** A cell runs, whether or not it is heard. */
export function isRunning(state: LinkState): boolean {
  return isHeard(state) || state.name === 'quiet';
}

/** What is known of the kernel holds at this moment. */
export function isCurrent(state: LinkState): boolean {
  return isRunning(state) || state.name === 'idle';
}
