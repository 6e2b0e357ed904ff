import type { LinkState } from '../model/linkState';
import type { Answer } from './bootstrap';
import type { LinkEvent } from './events';
import { asRunning, onCell, onSample, onTick } from './running';
import type { IMachine, IStep } from './step';
import { BEGINNING, ask, step } from './step';

/**
 * The link's rules, as a function without side effects.
 *
 * @param machine Where the link stands.
 * @param event What has happened.
 * @returns Where it stands now, and what it must do.
 */
export function next(machine: IMachine, event: LinkEvent): IStep {
  if (isOver(machine.state)) {
    return step(machine);
  }
  switch (event.type) {
    case 'attached':
      // First in the line of what waits for the connection, before any cell.
      return event.starting && machine.watched ? ask(machine) : step(machine);
    case 'connection':
      return onConnection(machine, event.status);
    case 'status':
      return onStatus(machine, event.status);
    case 'answering':
      return onAnswering(machine, event.language);
    case 'answer':
      return onAnswer(machine, event.answer);
    case 'sample':
      return onSample(machine, event);
    case 'tick':
      return onTick(machine, event.nowMs);
    case 'cell':
      return onCell(machine, event.beganAtMs);
    case 'held':
      return step(asRunning({ ...machine, held: event.by }));
    case 'watched':
      return askIfFree({ ...machine, watched: event.watched });
    case 'refresh':
      return askIfFree({ ...machine, wanted: true });
  }
}

function isOver(state: LinkState): boolean {
  return state.name === 'no-kernel' || state.name === 'not-python';
}

/** Ask now, unless that would queue: behind a cell, a request of ours, or a line that is down. */
function askIfFree(machine: IMachine): IStep {
  // While it restarts, it is the old process that calls itself idle.
  const isAway = machine.restarting || machine.state.name === 'disconnected';
  const occupied = machine.busy || machine.running !== null || isAway;
  return machine.wanted && machine.watched && !machine.asked && !occupied
    ? ask(machine)
    : step(machine);
}

function onConnection(machine: IMachine, status: string): IStep {
  if (status !== 'connected') {
    // No answer can come over a line that is down, and no sample either.
    const waiting = machine.restarting || machine.state.name === 'connecting';
    const name =
      waiting && status === 'connecting' ? 'connecting' : 'disconnected';
    const quiet = { running: null, unheardSinceMs: null };
    return step({ ...machine, ...quiet, asked: false, state: { name } });
  }
  if (machine.restarting && machine.watched) {
    // At once, so that Restart & Run All is seen from its first cell on: the
    // request goes ahead of the cells that JupyterLab is about to send.
    return ask({ ...machine, restarting: false, busy: false });
  }
  if (machine.asked) {
    return step(machine);
  }
  // Whether it is the same kernel process is asked when it answers.
  return step({
    ...machine,
    restarting: false,
    wanted: true,
    state: { name: 'connecting' }
  });
}

function onStatus(machine: IMachine, status: string): IStep {
  switch (status) {
    case 'restarting':
    case 'autorestarting':
      return step(
        { ...BEGINNING, restarting: true, watched: machine.watched },
        'forget'
      );
    case 'terminating':
      return step(gone(machine, 'shut-down'));
    case 'dead':
      return step(gone(machine, 'died'), 'recall');
    case 'idle':
      return askIfFree({ ...machine, busy: false, idle: true });
    case 'busy':
      return step(whileBusy({ ...machine, busy: true, idle: false }));
    default:
      return step({ ...machine, busy: false, idle: false });
  }
}

function gone(machine: IMachine, reason: 'died' | 'shut-down'): IMachine {
  return { ...machine, running: null, state: { name: 'no-kernel', reason } };
}

/** Nothing is known of a kernel that was busy before it could be asked. */
function whileBusy(machine: IMachine): IMachine {
  return machine.state.name === 'connecting' && machine.wanted
    ? { ...machine, state: { name: 'waiting' } }
    : machine;
}

function onAnswering(machine: IMachine, language: string): IStep {
  if (language.toLowerCase() !== 'python') {
    return step({ ...machine, state: { name: 'not-python', language } });
  }
  return askIfFree(machine);
}

function onAnswer(machine: IMachine, answer: Answer): IStep {
  const settled = { ...machine, asked: false };
  if (answer.ok) {
    // Answered from the shell, so no cell was running.
    return step({ ...settled, running: null, state: { name: 'idle' } });
  }
  if (answer.reason === 'cancelled') {
    return step({ ...settled, wanted: true });
  }
  const { reason, detail } = answer;
  return step({ ...settled, state: { name: 'refused', reason, detail } });
}
