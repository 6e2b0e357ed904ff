import type { History } from './history';
import type { IRefused, LinkState } from './linkState';
import { noKernelNotice } from './noKernelText';
import type { INotice } from './notice';
import { notice } from './notice';
import type { ITranslation } from './translation';
import { formatAge } from './units';

/** A kernel that starts slowly may take this long. */
const LONG_MS = 15_000;

/**
 * @param state Where the link stands.
 * @param history What the kernel has sent.
 * @param now Milliseconds since 1970.
 * @param trans The translation.
 * @returns What to say about the state; null where the numbers speak for themselves.
 */
export function stateNotice(
  state: LinkState,
  history: History,
  now: number,
  trans: ITranslation
): INotice | null {
  const received = silentSince(state, history);
  const age = formatAge(received === null ? 0 : now - received);
  switch (state.name) {
    case 'no-kernel':
      return noKernelNotice(state.reason, received !== null, trans);
    case 'refused':
      return refusedNotice(state, trans);
    case 'not-python':
      return notice(
        trans.__('This kernel runs %1.', state.language),
        trans.__('The panel reads PyTorch, and that lives in Python.'),
        trans.__('To see a device here, choose a Python kernel.')
      );
    case 'quiet':
      return quietNotice(received === null ? null : age, trans);
    case 'awaiting-input':
    case 'debugging':
      return heldNotice(state.name, trans);
    case 'disconnected':
      return disconnectedNotice(received === null ? null : age, trans);
    case 'idle':
    case 'live':
      return received === null ? emptyNotice(state.name, trans) : null;
    case 'probing':
      return probingNotice(now - (state.sinceMs ?? now), trans);
    default:
      return pendingNotice(state.name, trans);
  }
}

/** From when on the page has heard nothing; null when it never heard anything. */
function silentSince(state: LinkState, history: History): number | null {
  const told = state.name === 'quiet' ? state.sinceMs : undefined;
  return told ?? history.latestReceivedAtMs;
}

function quietNotice(age: string | null, trans: ITranslation): INotice {
  return notice(
    age === null
      ? trans.__('This cell has sent no reading.')
      : trans.__('No reading for %1.', age),
    trans.__(
      'Python is inside one long native call; it answers when the call ends.'
    )
  );
}

function heldNotice(
  name: 'awaiting-input' | 'debugging',
  trans: ITranslation
): INotice {
  return name === 'awaiting-input'
    ? notice(
        trans.__('The cell waits for you.'),
        trans.__('It has asked a question with `input()`.'),
        trans.__('Answer in the box below the cell.')
      )
    : notice(
        trans.__('The cell is stopped at a breakpoint.'),
        trans.__('Memory stays as it is until it goes on.'),
        trans.__('Step or continue in the debugger.')
      );
}

function refusedNotice(state: IRefused, trans: ITranslation): INotice {
  const { reason, detail } = state;
  switch (reason) {
    case 'error':
      return notice(
        trans.__('The kernel could not describe its device.'),
        trans.__(
          'The question failed inside the kernel; your variables are untouched.'
        ),
        trans.__('Restart the kernel to ask again.'),
        detail
      );
    case 'invalid':
      return notice(
        trans.__('The kernel’s answer was not a device report.'),
        trans.__('Nothing in it is shown, since none of it can be trusted.'),
        trans.__('Restart the kernel, then reload the page if it comes back.'),
        detail
      );
    case 'stopped':
      return notice(
        trans.__('Readings have stopped.'),
        trans.__(
          'Reading memory failed inside the kernel. Your cells go on as before.'
        ),
        trans.__('Restart the kernel to read again.'),
        detail
      );
  }
}

function disconnectedNotice(age: string | null, trans: ITranslation): INotice {
  return notice(
    trans.__('The page has lost the kernel.'),
    age === null
      ? trans.__('The kernel itself may well be running.')
      : trans.__(
          'The numbers below are %1 old. The kernel itself may well be running.',
          age
        ),
    trans.__('Readings go on when the connection is back.')
  );
}

function emptyNotice(name: 'idle' | 'live', trans: ITranslation): INotice {
  return name === 'live'
    ? notice(
        trans.__('A cell is running.'),
        trans.__('Its first reading is on the way.')
      )
    : notice(
        trans.__('No readings yet.'),
        trans.__(
          'Memory is read while a cell runs; an idle kernel is left alone.'
        ),
        trans.__(
          'Run a cell that takes longer than half a second to see memory move.'
        )
      );
}

function pendingNotice(
  name: 'connecting' | 'waiting',
  trans: ITranslation
): INotice {
  return name === 'connecting'
    ? notice(
        trans.__('The kernel has not answered yet.'),
        trans.__('The panel asks it for its device as soon as it answers.')
      )
    : notice(
        trans.__('A cell was running before the panel could ask.'),
        trans.__(
          'A kernel does one thing at a time: the panel connects when this cell ends.'
        )
      );
}

function probingNotice(waitedMs: number, trans: ITranslation): INotice {
  return waitedMs < LONG_MS
    ? notice(
        trans.__('Asking the kernel for its device.'),
        trans.__(
          'One short question; nothing of yours is touched and torch is not imported.'
        )
      )
    : notice(
        trans.__('The kernel has not answered for %1.', formatAge(waitedMs)),
        trans.__(
          'It may still be starting, or its line to the server may be broken.'
        ),
        trans.__('If your cells don’t run either, restart the kernel.')
      );
}
