import type { Answer } from './bootstrap';

/** `input`: the cell waits for an answer to `input()`. `debugger`: it is stopped at a breakpoint. */
export type Held = 'input' | 'debugger' | null;

export type LinkEvent =
  /** `starting`: the server says that the kernel is only starting. */
  | { type: 'attached'; starting: boolean }
  | { type: 'connection'; status: 'connected' | 'connecting' | 'disconnected' }
  | { type: 'status'; status: string }
  /** The kernel has just answered a request of JupyterLab's: its shell is free. */
  | { type: 'answering'; language: string }
  | { type: 'answer'; answer: Answer }
  /** A cell began to run, as the kernel tells every page; null: it has ended. */
  | { type: 'cell'; beganAtMs: number | null }
  | {
      type: 'sample';
      phase: 'running' | 'ended' | 'error';
      period: number;
      error: string | null;
      known: boolean;
      receivedAtMs: number;
    }
  | { type: 'tick'; nowMs: number }
  | { type: 'held'; by: Held }
  | { type: 'watched'; watched: boolean }
  | { type: 'refresh' };

/** What the link must do. `ask`: send the bootstrap. `forget`: what was known belongs to a process that is gone. `recall`: it was the kernel's last. */
export type Effect = 'ask' | 'forget' | 'recall';
