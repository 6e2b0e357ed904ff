import type { LinkState } from '../linkState';
import type { IReport } from '../protocol.generated';
import { makeReport } from './samples';

/** Every state there is, by a name of its own. */
export const STATES: Record<string, LinkState> = {
  'no document': { name: 'no-kernel', reason: 'no-document' },
  'no session': { name: 'no-kernel', reason: 'no-session' },
  died: { name: 'no-kernel', reason: 'died' },
  'shut down': { name: 'no-kernel', reason: 'shut-down' },
  connecting: { name: 'connecting' },
  waiting: { name: 'waiting' },
  probing: { name: 'probing' },
  'not answered': { name: 'probing', sinceMs: -60_000 },
  'not Python': { name: 'not-python', language: 'julia' },
  'refused, error': { name: 'refused', reason: 'error', detail: null },
  'refused, invalid': { name: 'refused', reason: 'invalid', detail: null },
  'refused, stopped': { name: 'refused', reason: 'stopped', detail: null },
  idle: { name: 'idle' },
  live: { name: 'live' },
  'awaiting input': { name: 'awaiting-input' },
  debugging: { name: 'debugging' },
  quiet: { name: 'quiet' },
  disconnected: { name: 'disconnected' }
};

/** A report for every state of torch but `loaded`. */
export const TORCH: IReport[] = (
  ['absent', 'installed', 'importing', 'broken'] as const
).map(state =>
  makeReport({
    device: null,
    torch: { ...makeReport().torch, state, version: null }
  })
);
