import type { LinkState } from '../model/linkState';
import type { Effect, Held } from './events';

/** All that the link knows; `next` is the only way on from here. */
export interface IMachine {
  state: LinkState;
  /** A report is wanted at the next moment that does not disturb. */
  wanted: boolean;
  /** A request of ours is under way: there is never a second. */
  asked: boolean;
  /** The kernel restarts: it is asked as soon as there is a line to it again. */
  restarting: boolean;
  /** The kernel's own word for what it does: a hint, no more. */
  busy: boolean;
  /** It has called itself idle, and nothing else since. */
  idle: boolean;
  /** The running cell's last sample, if one runs: when it came, and the period then in force. */
  running: { receivedAtMs: number; period: number } | null;
  /** When a cell began of which no sample has come yet. */
  unheardSinceMs: number | null;
  /** What holds the running cell up, as far as the front end knows. */
  held: Held;
  /** Somebody looks: the panel or the status item is in sight. */
  watched: boolean;
}

export interface IStep {
  machine: IMachine;
  effects: Effect[];
}

/** Where every link begins. */
export const BEGINNING: IMachine = {
  state: { name: 'connecting' },
  wanted: true,
  asked: false,
  restarting: false,
  busy: false,
  idle: false,
  running: null,
  unheardSinceMs: null,
  held: null,
  watched: true
};

/** On to `machine`, with what must be done. */
export function step(machine: IMachine, ...effects: Effect[]): IStep {
  return { machine, effects };
}

/** Send the bootstrap. */
export function ask(machine: IMachine): IStep {
  const state: LinkState = machine.running
    ? machine.state
    : { name: 'probing' };
  return step({ ...machine, state, wanted: false, asked: true }, 'ask');
}

/** The kernel is idle as far as anybody knows, and no request of ours is under way. */
export function isFree(machine: IMachine): boolean {
  const { state, busy, running, asked } = machine;
  return state.name === 'idle' && !busy && !running && !asked;
}
