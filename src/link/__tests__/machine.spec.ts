import { makeReport } from '../../model/__tests__/samples';
import type { LinkEvent } from '../events';
import { next } from '../machine';
import { QUIET_PERIODS } from '../running';
import type { IMachine } from '../step';
import { BEGINNING } from '../step';

const CONNECTED: LinkEvent = { type: 'connection', status: 'connected' };
const LOST: LinkEvent = { type: 'connection', status: 'connecting' };
const PYTHON: LinkEvent = { type: 'answering', language: 'python' };
const ANSWER: LinkEvent = {
  type: 'answer',
  answer: { ok: true, report: makeReport(), ring: [], progress: null }
};
const status = (name: string): LinkEvent => ({ type: 'status', status: name });
const sample = (
  phase: 'running' | 'ended' | 'error',
  receivedAtMs = 0,
  known = true
): LinkEvent => ({
  type: 'sample',
  phase,
  period: 0.5,
  error: phase === 'error' ? 'OSError: no' : null,
  known,
  receivedAtMs
});

const cell = (beganAtMs: number | null): LinkEvent => ({
  type: 'cell',
  beganAtMs
});

/** Where a link stands after some events, and all that it did. */
function after(...events: LinkEvent[]): IMachine & { did: string[] } {
  let machine = BEGINNING;
  const did: string[] = [];
  for (const event of events) {
    const step = next(machine, event);
    machine = step.machine;
    did.push(...step.effects);
  }
  return { ...machine, did };
}

describe('asking', () => {
  it('waits until the kernel answers, then asks once', () => {
    expect(after(CONNECTED).did).toEqual([]);
    const asked = after(CONNECTED, PYTHON, PYTHON, status('idle'));
    expect(asked.did).toEqual(['ask']);
    expect(asked.state.name).toBe('probing');
    expect(after(CONNECTED, PYTHON, ANSWER, status('idle')).did).toEqual([
      'ask'
    ]);
  });

  it('does not ask a busy kernel until its cell has ended', () => {
    const busy = after(CONNECTED, status('busy'), PYTHON);
    expect(busy.did).toEqual([]);
    expect(busy.state.name).toBe('waiting');
    expect(
      after(CONNECTED, status('busy'), PYTHON, status('idle')).did
    ).toEqual(['ask']);
  });

  it('asks at once where the kernel is only starting, and not again', () => {
    const early = after(
      { type: 'attached', starting: true },
      CONNECTED,
      PYTHON,
      status('idle'),
      ANSWER,
      status('idle')
    );
    expect(early.did).toEqual(['ask']);
    expect(early.state.name).toBe('idle');
  });

  it('asks at once after a restart, before the kernel has answered anything', () => {
    const back = after(PYTHON, ANSWER, status('restarting'), LOST, CONNECTED);
    expect(back.did).toEqual(['ask', 'forget', 'ask']);
    expect(back.state.name).toBe('probing');
  });

  it('asks again after a line that was lost, when the kernel answers', () => {
    const lost = [PYTHON, ANSWER, LOST];
    expect(after(...lost).state.name).toBe('disconnected');
    expect(after(...lost, CONNECTED).did).toEqual(['ask']);
    expect(after(...lost, CONNECTED, PYTHON).did).toEqual(['ask', 'ask']);
  });

  it('sends nothing over a line that is down, not even on a click', () => {
    const lost = after(PYTHON, ANSWER, LOST, { type: 'refresh' });
    expect(lost.did).toEqual(['ask']);
    expect(lost.state.name).toBe('disconnected');
    expect(lost.wanted).toBe(true);
  });

  it('asks again when an answer was cancelled', () => {
    const cancelled: LinkEvent = {
      type: 'answer',
      answer: { ok: false, reason: 'cancelled', detail: null }
    };
    expect(after(PYTHON, cancelled, status('idle')).did).toEqual([
      'ask',
      'ask'
    ]);
  });

  it('never asks a kernel of another language', () => {
    const other = after(CONNECTED, { type: 'answering', language: 'R' });
    expect(other.state).toEqual({ name: 'not-python', language: 'R' });
    expect(
      after(CONNECTED, { type: 'answering', language: 'R' }, status('idle')).did
    ).toEqual([]);
  });

  it('asks on a click, but not while a cell runs', () => {
    expect(after(PYTHON, ANSWER, { type: 'refresh' }).did).toHaveLength(2);
    const running = after(PYTHON, ANSWER, sample('running'), {
      type: 'refresh'
    });
    expect(running.did).toHaveLength(1);
    expect(
      after(
        PYTHON,
        ANSWER,
        sample('running'),
        { type: 'refresh' },
        sample('ended'),
        status('idle')
      ).did
    ).toHaveLength(2);
  });
});

describe('running', () => {
  it('is what the agent says, whatever the status says', () => {
    const live = after(PYTHON, ANSWER, sample('running'), status('idle'));
    expect(live.state.name).toBe('live');
    expect(live.did).toEqual(['ask']);
    expect(after(PYTHON, ANSWER, status('busy')).state.name).toBe('idle');
  });

  it('is seen without an answer of our own, as after a reload in mid-cell', () => {
    const heard = after(CONNECTED, sample('running', 0, false));
    expect(heard.state.name).toBe('live');
    expect(heard.did).toEqual([]);
    expect(
      after(
        CONNECTED,
        sample('running', 0, false),
        sample('ended', 0, false),
        status('idle')
      ).did
    ).toEqual(['ask']);
  });

  it('turns quiet after some periods without a sample, and live again', () => {
    const busy = [PYTHON, ANSWER, status('busy'), sample('running', 1000)];
    const limit = 1000 + QUIET_PERIODS * 500;
    expect(after(...busy, { type: 'tick', nowMs: limit }).state.name).toBe(
      'live'
    );
    const quiet = after(...busy, { type: 'tick', nowMs: limit + 1 });
    expect(quiet.state.name).toBe('quiet');
    expect(quiet.did).toEqual(['ask']);
    expect(
      after(
        ...busy,
        { type: 'tick', nowMs: limit + 1 },
        sample('running', limit + 2)
      ).state.name
    ).toBe('live');
  });

  it('is quiet, too, about a cell that can send no first sample', () => {
    const late: LinkEvent = { type: 'tick', nowMs: 9000 };
    const began = [PYTHON, ANSWER, status('busy'), cell(5000)];
    expect(after(...began, { type: 'tick', nowMs: 6000 }).state.name).toBe(
      'idle'
    );
    const quiet = after(...began, late);
    expect(quiet.state).toEqual({ name: 'quiet', sinceMs: 5000 });
    expect(quiet.did).toEqual(['ask']);
    const heard = after(...began, late, sample('running', 9100));
    expect(heard.state.name).toBe('live');
    expect(after(...began, late, cell(null)).state.name).toBe('idle');
    expect(after(...began, cell(null), late).state.name).toBe('idle');
    // Nobody listens to a kernel that could not be asked yet.
    expect(after(cell(5000), late).state.name).toBe('connecting');
  });

  it('waits for a cell that came to the kernel before its question', () => {
    const late: LinkEvent = { type: 'tick', nowMs: 9000 };
    const behind = after(PYTHON, status('busy'), cell(5000), late);
    expect(behind.state.name).toBe('waiting');
    expect(behind.did).toEqual(['ask']);
    const told = after(PYTHON, status('busy'), cell(5000), late, ANSWER);
    expect(told.state.name).toBe('idle');
    // A kernel that has not said that it does anything may not have heard either.
    expect(after(PYTHON, cell(5000), late).state.name).toBe('probing');
  });

  it('knows since when it waits for an answer', () => {
    const tick = (nowMs: number): LinkEvent => ({ type: 'tick', nowMs });
    expect(after(PYTHON, tick(500), tick(60_000)).state).toEqual({
      name: 'probing',
      sinceMs: 500
    });
    const again = after(PYTHON, tick(500), ANSWER, { type: 'refresh' });
    expect(again.state).toEqual({ name: 'probing' });
  });

  it('drops what a process says that is about to go', () => {
    const going = after(PYTHON, ANSWER, status('restarting'), sample('ended'));
    expect(going.state.name).toBe('connecting');
    expect(going.restarting).toBe(true);
    const last = [PYTHON, ANSWER, status('restarting'), status('idle')];
    expect(after(...last, LOST, CONNECTED).did).toEqual([
      'ask',
      'forget',
      'ask'
    ]);
  });

  it('asks a quiet kernel that calls itself idle: its last sample may be lost', () => {
    const lost = [PYTHON, ANSWER, sample('running', 0), status('idle')];
    const quiet = after(...lost, { type: 'tick', nowMs: 60_000 });
    expect(quiet.did).toEqual(['ask', 'ask']);
    // After a reload nobody has said yet what the kernel does.
    const reloaded = [status('unknown'), sample('running', 0)];
    expect(after(...reloaded, { type: 'tick', nowMs: 60_000 }).did).toEqual([]);
    expect(
      after(...lost, { type: 'tick', nowMs: 60_000 }, ANSWER).state.name
    ).toBe('idle');
  });

  it('does not ask twice when an unknown agent is heard before the answer', () => {
    const early = [PYTHON, sample('running', 0, false), sample('ended')];
    expect(after(...early, ANSWER, status('idle')).did).toEqual(['ask']);
  });

  it('asks for the report when a sample is of an unknown agent', () => {
    const other = [PYTHON, ANSWER, sample('ended', 0, false), status('idle')];
    expect(after(...other).did).toEqual(['ask', 'ask']);
  });
});

describe('being held up', () => {
  const running = [PYTHON, ANSWER, sample('running')];
  const held = (by: 'input' | 'debugger' | null): LinkEvent => ({
    type: 'held',
    by
  });

  it('is named while a cell runs, and ends with the answer', () => {
    expect(after(...running, held('input')).state.name).toBe('awaiting-input');
    expect(after(...running, held('debugger')).state.name).toBe('debugging');
    expect(after(...running, held('input'), held(null)).state.name).toBe(
      'live'
    );
    expect(after(...running, held('input'), sample('running')).state.name).toBe(
      'awaiting-input'
    );
    expect(after(...running, held('input'), sample('ended')).state.name).toBe(
      'idle'
    );
  });

  it('is known before the first sample of the cell', () => {
    const early = [PYTHON, ANSWER, held('input')];
    expect(after(...early).state.name).toBe('idle');
    expect(after(...early, sample('running')).state.name).toBe(
      'awaiting-input'
    );
  });

  it('is no reason to ask, however long it takes', () => {
    const waiting = after(...running, held('debugger'), {
      type: 'tick',
      nowMs: 1e6
    });
    expect(waiting.state.name).toBe('debugging');
    expect(waiting.did).toEqual(['ask']);
  });

  it('is forgotten when the kernel restarts', () => {
    expect(
      after(...running, held('input'), status('restarting')).held
    ).toBeNull();
  });
});

describe('nobody looking', () => {
  const unwatched: LinkEvent = { type: 'watched', watched: false };
  const watched: LinkEvent = { type: 'watched', watched: true };

  it('keeps every request back until somebody does', () => {
    expect(after(unwatched, CONNECTED, PYTHON, status('idle')).did).toEqual([]);
    expect(after(unwatched, { type: 'attached', starting: true }).did).toEqual(
      []
    );
    expect(after(unwatched, CONNECTED, PYTHON, watched).did).toEqual(['ask']);
  });

  it('holds after a restart as well', () => {
    const restarted = [PYTHON, ANSWER, unwatched, status('restarting'), LOST];
    expect(after(...restarted, CONNECTED, PYTHON).did).toEqual([
      'ask',
      'forget'
    ]);
    expect(after(...restarted, CONNECTED, PYTHON, watched).did).toEqual([
      'ask',
      'forget',
      'ask'
    ]);
  });
});

describe('endings', () => {
  it('tells a death from a shutdown, and nothing follows either', () => {
    const dead = after(PYTHON, ANSWER, status('dead'));
    expect(dead.state).toEqual({ name: 'no-kernel', reason: 'died' });
    expect(dead.did).toEqual(['ask', 'recall']);
    const down = after(PYTHON, ANSWER, status('terminating'), status('idle'));
    expect(down.state).toEqual({ name: 'no-kernel', reason: 'shut-down' });
    expect(down.did).toEqual(['ask']);
  });

  it('names what was wrong with an answer, and with a stopped agent', () => {
    const refused = after(PYTHON, {
      type: 'answer',
      answer: { ok: false, reason: 'error', detail: 'NameError: x' }
    });
    expect(refused.state).toEqual({
      name: 'refused',
      reason: 'error',
      detail: 'NameError: x'
    });
    expect(after(PYTHON, ANSWER, sample('error')).state).toEqual({
      name: 'refused',
      reason: 'stopped',
      detail: 'OSError: no'
    });
  });
});
