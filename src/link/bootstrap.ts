import type { Kernel } from '@jupyterlab/services';
import type { IKept } from '../model/course';
import { parseReport, parseSample } from '../model/parse';
import type { IReport, ISample } from '../model/protocol.generated';
import { AGENT_EXPRESSION } from './agent.generated';
import { errorText, evaluate, field } from './evaluate';
import type { ISurroundings } from './surroundings';
import { PROGRESS_EXPRESSION, readProgress } from './progress';

/** What became of asking a kernel for its report. */
export type Answer =
  | {
      ok: true;
      report: IReport;
      ring: ISample[];
      /** What the receipts say, where that was asked and could be had. */
      progress: readonly IKept[] | null;
    }
  /** `cancelled`: the kernel restarted or went away first, so nothing is known. */
  | {
      ok: false;
      reason: 'error' | 'invalid' | 'cancelled';
      detail: string | null;
    };

/** The agent that the first expression has installed or found. */
const RING_EXPRESSION = "__import__('sys').modules['_devicelab_agent'].ring()";
const LEAVE_EXPRESSION =
  "(lambda agent: agent and agent.leave())(__import__('sys').modules.get('_devicelab_agent'))";
/** As many samples as the agent keeps. */
const MAX_RING = 600;

/**
 * Ask the kernel to install the agent, or to find the one it has, and to report.
 *
 * One silent request with one expression: no prompt number moves, and no name
 * lands in the learner's namespace. The shell's own reply says `ok` even when
 * the expression failed, so it is the expression's status that counts.
 *
 * @param kernel The notebook's own connection.
 * @param page The pace to read at; and beside exercises the receipts are asked for too: that imports our package there.
 */
export async function askForReport(
  kernel: Kernel.IKernelConnection,
  page: Pick<ISurroundings, 'isOfCourse' | 'pace'>
): Promise<Answer> {
  try {
    // In this order: the others are answered by what the first has installed.
    const expressions = {
      report: AGENT_EXPRESSION,
      ring: RING_EXPRESSION,
      pace: `__import__('sys').modules['_devicelab_agent'].pace(${page.pace()})`,
      ...(page.isOfCourse() ? { progress: PROGRESS_EXPRESSION } : {})
    };
    return readReply(await evaluate(kernel, expressions));
  } catch {
    return { ok: false, reason: 'cancelled', detail: null };
  }
}

/**
 * Have the kernel's agent go, without a trace.
 *
 * @param kernel The notebook's own connection.
 */
export async function sendAway(
  kernel: Kernel.IKernelConnection
): Promise<void> {
  try {
    await evaluate(kernel, { left: LEAVE_EXPRESSION });
  } catch {
    // The kernel restarts or is gone, and with it the agent.
  }
}

/**
 * @param content The content of an execute reply, as yet untrusted.
 * @returns The report in it, or why there is none.
 */
export function readReply(content: unknown): Answer {
  const answer = field(field(content, 'user_expressions'), 'report');
  if (field(answer, 'status') === 'ok') {
    const data = field(field(answer, 'data'), 'application/json');
    const report = parseReport(data);
    const ring = readRing(field(content, 'user_expressions'));
    const progress = readProgress(content);
    return report
      ? { ok: true, report, ring, progress }
      : refusal('invalid', null);
  }
  const failed = answer ?? content;
  return refusal(
    'error',
    errorText(field(failed, 'ename'), field(failed, 'evalue'))
  );
}

/** The samples that the agent has kept; what is none of them is left out. */
function readRing(expressions: unknown): ISample[] {
  const data = field(field(expressions, 'ring'), 'data');
  const kept = field(field(data, 'application/json'), 'samples');
  return Array.isArray(kept)
    ? kept
        .slice(-MAX_RING)
        .map(parseSample)
        .filter((sample): sample is ISample => sample !== null)
    : [];
}

function refusal(reason: 'error' | 'invalid', detail: string | null): Answer {
  return { ok: false, reason, detail };
}
