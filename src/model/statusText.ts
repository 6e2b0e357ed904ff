import { deviceVerdict } from './deviceVerdict';
import type { History } from './history';
import type { LinkState } from './linkState';
import { isCurrent } from './linkState';
import { latestHost } from './host';
import type { INotice } from './notice';
import type { IMemoryView } from './memory';
import { memoryView } from './memory';
import type { IReport } from './protocol.generated';
import type { Shape } from './rules';
import { stateNotice } from './texts';
import { headlineText } from './texts.generated';
import type { ITranslation } from './translation';
import {
  bytesOrNot,
  formatAge,
  formatBytes,
  formatCapacity,
  formatPair
} from './units';

/** Content of the status-bar item. */
export interface IStatusText {
  /** At most 22 characters. */
  text: string;
  shape: Shape;
  /** Lines of the tooltip. */
  lines: string[];
}

/** What fits beside the other items of a status bar. */
export const MAX_STATUS_LENGTH = 22;

/**
 * @param state Where the link stands.
 * @param report The facts, or null before they came.
 * @param history What the kernel has sent.
 * @param now Milliseconds since 1970.
 * @param trans The translation.
 * @returns What the item shows; null when there is nothing to show.
 */
export function statusText(
  state: LinkState,
  report: IReport | null,
  history: History,
  now: number,
  trans: ITranslation
): IStatusText | null {
  const isLinked = isCurrent(state) || state.name === 'disconnected';
  const sample = history.latest;
  if (!isLinked || (!report && !sample)) {
    return null;
  }
  const verdict = deviceVerdict(report, sample);
  const headline = headlineText(verdict.headline, trans);
  const age = now - (history.latestReceivedAtMs ?? now);
  const notice = stateNotice(state, history, now, trans);
  const shape = state.name === 'disconnected' ? 'none' : verdict.shape;
  if (!sample || verdict.device === '?') {
    const word = verdict.device === '?' ? headline : verdict.device;
    const lines = notice ? [headline, notice.what] : [headline];
    return { text: cut(word), shape, lines };
  }
  const view = memoryView(sample, report, latestHost(history.samples));
  const stale = state.name === 'quiet' || state.name === 'disconnected';
  return {
    text: numbers(verdict.device, view, stale ? age : null, trans),
    shape: worse(shape, view),
    lines: [headline, second(view, notice, trans)]
  };
}

/** What the machine's system says of its memory comes before what the device is. */
function worse(shape: Shape, { pressure }: IMemoryView): Shape {
  switch (pressure?.word) {
    case 'critical':
      return 'bad';
    case 'warning':
      return shape === 'bad' ? shape : 'cpu';
    default:
      return shape;
  }
}

function pressureText(view: IMemoryView, trans: ITranslation): string | null {
  switch (view.pressure?.word) {
    case 'critical':
      return trans.__('Memory pressure of this machine: critical');
    case 'warning':
      return trans.__('Memory pressure of this machine: warning');
    default:
      return null;
  }
}

function numbers(
  device: string,
  view: IMemoryView,
  age: number | null,
  trans: ITranslation
): string {
  if (view.main === null) {
    return cut(device);
  }
  const used = formatBytes(view.main);
  const short = `${device} ${used}`;
  const long =
    age !== null
      ? trans.__('%1, %2 old', short, formatAge(age))
      : view.kind === 'accelerator' && view.full !== null
        ? `${device} ${formatPair(view.main, view.full).join(' / ')}`
        : short;
  return long.length <= MAX_STATUS_LENGTH ? long : cut(short);
}

/** The second line of the tooltip: what matters most. */
function second(
  view: IMemoryView,
  notice: INotice | null,
  trans: ITranslation
): string {
  return notice?.what ?? pressureText(view, trans) ?? sentence(view, trans);
}

function sentence(view: IMemoryView, trans: ITranslation): string {
  const used = bytesOrNot(view.main, trans);
  if (view.kind === 'process') {
    return trans.__('Memory in this process: %1', used);
  }
  return view.full === null
    ? trans.__('Memory in tensors: %1', used)
    : trans.__('Memory in tensors: %1 of %2', used, formatCapacity(view.full));
}

function cut(text: string): string {
  return text.length <= MAX_STATUS_LENGTH
    ? text
    : `${text.slice(0, MAX_STATUS_LENGTH - 1)}…`;
}
