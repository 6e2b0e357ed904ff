import type { Kernel } from '@jupyterlab/services';
import type { Action, ActionAnswer } from '../model/action';
import { KIND_OF } from '../model/action';
import { parseFound } from '../model/parse';
import type { Click } from './clicks.generated';
import { CLICK_EXPRESSION } from './clicks.generated';
import { errorText, evaluate, field } from './evaluate';
import type { IMachine } from './step';
import { isFree } from './step';

const FROM_PACKAGE = "__import__('devicelab.actions', fromlist=['_'])";
const EXPRESSIONS: Record<Action, string> = {
  trust: `${FROM_PACKAGE}.trust()`,
  'record-fallbacks': `${FROM_PACKAGE}.record_fallbacks(True)`,
  'stop-recording': `${FROM_PACKAGE}.record_fallbacks(False)`,
  // These need nothing but torch: the page brings their code along.
  cache: click('cache'),
  timing: click('timing'),
  tensors: click('tensors')
};
/** What Python raises where the package, or a part of it, is not there. */
const MISSING = ['ModuleNotFoundError', 'ImportError'];

/** @returns What came of `act`; nothing is sent to a kernel that is not idle. */
export async function actIfIdle(
  machine: IMachine,
  kernel: Kernel.IKernelConnection,
  action: Action
): Promise<ActionAnswer> {
  return isFree(machine)
    ? act(kernel, action)
    : { ok: false, reason: 'busy', detail: null };
}

/**
 * Have a kernel do what a button stands for: one silent request, on a click and
 * while the kernel is idle. Like every request it fires IPython's events, so a
 * figure half made in an earlier cell is drawn then; with the kernel idle there
 * is none, since the cell's own end has drawn it.
 *
 * @param kernel The notebook's own connection.
 * @param action What is asked.
 * @returns The answer, validated.
 */
async function act(
  kernel: Kernel.IKernelConnection,
  action: Action
): Promise<ActionAnswer> {
  try {
    const content = await evaluate(kernel, { answer: EXPRESSIONS[action] });
    return read(field(field(content, 'user_expressions'), 'answer'), action);
  } catch {
    return { ok: false, reason: 'cancelled', detail: null };
  }
}

/** @returns What is in the reply to an expression, as yet untrusted. */
export function read(answer: unknown, action: Action): ActionAnswer {
  const name = field(answer, 'ename');
  if (field(answer, 'status') !== 'ok') {
    const isMissing = typeof name === 'string' && MISSING.includes(name);
    const detail = errorText(name, field(answer, 'evalue'));
    return { ok: false, reason: isMissing ? 'missing' : 'error', detail };
  }
  const data = field(field(answer, 'data'), 'application/json');
  const found = parseFound(data, KIND_OF[action]);
  return found
    ? { ok: true, found }
    : { ok: false, reason: 'invalid', detail: null };
}

function click(name: Click): string {
  return CLICK_EXPRESSION.replace('%NAME%', name);
}
