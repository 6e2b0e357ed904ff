import type { LinkState } from '../model/linkState';
import type { LinkEvent } from './events';
import type { IMachine, IStep } from './step';
import { ask, step } from './step';

/** A run is quiet when this many of its periods have gone by without a sample. */
export const QUIET_PERIODS = 3;
/** The first sample of a cell comes within this, unless it can't. */
const FIRST_SAMPLE_MS = 2000;

/** A sample of the agent has come. */
export function onSample(
  machine: IMachine,
  sample: Extract<LinkEvent, { type: 'sample' }>
): IStep {
  if (machine.restarting) {
    // The last word of a process that is about to go.
    return step(machine);
  }
  const unheardSinceMs = null;
  // Where a question is under way, its answer tells of this agent.
  const wanted = machine.wanted || (!sample.known && !machine.asked);
  const heard = { ...machine, unheardSinceMs, wanted };
  switch (sample.phase) {
    case 'running': {
      const { receivedAtMs, period } = sample;
      const running = { receivedAtMs, period };
      const live: LinkState = { name: 'live' };
      return step(asRunning({ ...heard, running, state: live }));
    }
    case 'ended':
      return step({ ...heard, running: null, state: { name: 'idle' } });
    case 'error': {
      const detail = sample.error;
      const state: LinkState = { name: 'refused', reason: 'stopped', detail };
      return step({ ...heard, running: null, state });
    }
  }
}

/** A running cell that is held up says by what; otherwise whether it is heard. */
export function asRunning(machine: IMachine): IMachine {
  const { state, running, held } = machine;
  if (!running) {
    return machine;
  }
  if (held) {
    const name = held === 'input' ? 'awaiting-input' : 'debugging';
    return { ...machine, state: { name } };
  }
  const wasHeld = ['awaiting-input', 'debugging'].includes(state.name);
  return wasHeld ? { ...machine, state: { name: 'live' } } : machine;
}

/** A cell in native code from its first moment on can't say so itself. */
export function onCell(machine: IMachine, beganAtMs: number | null): IStep {
  const { state, running } = machine;
  const isOver = beganAtMs === null && !running && state.name === 'quiet';
  return step({
    ...machine,
    unheardSinceMs: running ? null : beganAtMs,
    state: isOver ? { name: 'idle' } : state
  });
}

function onUnheardTick(machine: IMachine, nowMs: number): IStep {
  const { unheardSinceMs: sinceMs, state, busy } = machine;
  const isLate = sinceMs !== null && nowMs - sinceMs > FIRST_SAMPLE_MS;
  if (state.name === 'probing') {
    // A cell that came to the kernel before our question has it wait.
    return step({
      ...machine,
      state:
        isLate && busy
          ? { name: 'waiting' }
          : { name: 'probing', sinceMs: state.sinceMs ?? nowMs }
    });
  }
  return isLate && state.name === 'idle'
    ? step({ ...machine, state: { name: 'quiet', sinceMs } })
    : step(machine);
}

/** Time has gone by: a running cell that says nothing is quiet. */
export function onTick(machine: IMachine, nowMs: number): IStep {
  if (!machine.running) {
    return onUnheardTick(machine, nowMs);
  }
  const { receivedAtMs, period } = machine.running;
  if (nowMs - receivedAtMs <= QUIET_PERIODS * period * 1000) {
    return step(machine);
  }
  const sinceMs = receivedAtMs;
  const quiet = asRunning({ ...machine, state: { name: 'quiet', sinceMs } });
  // The kernel calls itself idle and the cell's last sample never came: it may
  // have been lost in a flood of output. The answer settles it.
  return !quiet.idle || quiet.asked || quiet.held || !quiet.watched
    ? step(quiet)
    : ask(quiet);
}
