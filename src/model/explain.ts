import type { ArgKind, IMessageRule, ITitledWords } from './rules';
import type { MessageId } from './texts.generated';
import { MESSAGES, unknownMessage } from './texts.generated';
import type { ITranslation } from './translation';

/** Characters of a text that are looked at: half from its start and half from its end. */
export const LONGEST_TEXT = 20_000;

/** What a message means; `id` is null where no pattern fits. */
export interface IExplanation extends ITitledWords {
  id: MessageId | null;
}

/**
 * `devicelab/diagnosis/messages.py` is the same in Python; one table of cases drives both.
 *
 * @param text A message, a warning or a whole traceback, as printed.
 * @param trans The translation.
 * @returns What it means, or sentences that say that it is not known.
 */
export function explain(text: string, trans: ITranslation): IExplanation {
  const lookedAt = ends(text);
  for (const message of MESSAGES) {
    const found = match(message, lookedAt);
    if (found) {
      const args = message.args.map((kind, i) => arg(kind, found[i + 1] ?? ''));
      return { id: message.id, ...message.words(trans, args) };
    }
  }
  return { id: null, ...unknownMessage(trans) };
}

function ends(text: string): string {
  const half = LONGEST_TEXT / 2;
  return text.length <= LONGEST_TEXT
    ? text
    : `${text.slice(0, half)}\n${text.slice(-half)}`;
}

const compiled = new Map<string, RegExp>();

function match(message: IMessageRule, text: string): RegExpExecArray | null {
  for (const pattern of message.patterns) {
    const regexp = compiled.get(pattern) ?? new RegExp(pattern);
    compiled.set(pattern, regexp);
    const found = regexp.exec(text);
    if (found) {
      return found;
    }
  }
  return null;
}

function arg(kind: ArgKind, value: string): string {
  if (kind === 'size') {
    // torch's GB is 1024³ bytes, as its GiB is: format_size in MPSAllocator.mm.
    return value.replace(/(\d) ?([KMGT])B$/, '$1 $2iB');
  }
  const number = Number(value);
  return kind === 'cuda'
    ? `${Math.floor(number / 1000)}.${Math.floor((number % 1000) / 10)}`
    : value;
}
