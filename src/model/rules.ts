import type { Condition } from './conditions';
import type {
  CauseCode,
  HeadlineKey,
  LessonId,
  MessageId
} from './texts.generated';
import type { ITranslation } from './translation';

/** The four shapes of a state; each stands beside a word. */
export type Shape = 'ready' | 'cpu' | 'none' | 'bad';

/** What can be copied. */
export interface ICommand {
  place: 'cell' | 'terminal';
  lines: string[];
}

/** One sentence each; a name in backticks is code. */
export interface IWords {
  what: string;
  why: string;
  act: string | null;
  command: ICommand | null;
}

/** The same under a title. */
export interface ITitledWords extends IWords {
  title: string;
}

/** What a figure of the panel is called and means, and the lesson that teaches it. */
export interface IFigure {
  name: string;
  sentence: string;
  lesson: LessonId;
}

/** Sentences with what was found in their places. */
export type Write<Words> = (trans: ITranslation, args: string[]) => Words;

/** A cause of the diagnosis. */
export interface ICause {
  code: CauseCode;
  headline: HeadlineKey;
  shape: Shape;
  when: Condition;
  words: Write<IWords>;
  /** Paths of the facts that decided. */
  evidence: string[];
  /** Paths of the facts that fill the places of its sentences. */
  args: string[];
  /** What was not reported is shown as well. */
  raw: boolean;
}

/** What a release needs, by version. */
export interface IFloor {
  by: string;
  rows: { from: string; needs: string }[];
}

/** What the groups of a message's pattern are. */
export type ArgKind = 'text' | 'size' | 'cuda';

/** A message that is known, by patterns of its text. */
export interface IMessageRule {
  id: MessageId;
  patterns: string[];
  words: Write<ITitledWords>;
  args: ArgKind[];
}

/* The tables of `protocol/` are made into calls of what follows. */

export const cause = (
  code: CauseCode,
  headline: HeadlineKey,
  shape: Shape,
  when: Condition,
  words: Write<IWords>,
  evidence: string[],
  args: string[] = [],
  raw = false
): ICause => ({ code, headline, shape, when, words, evidence, args, raw });

export const message = (
  id: MessageId,
  patterns: string[],
  words: Write<ITitledWords>,
  ...args: ArgKind[]
): IMessageRule => ({ id, patterns, words, args });

export const sentences = (
  what: string,
  why: string,
  act: string | null = null,
  command: ICommand | null = null
): IWords => ({ what, why, act, command });

export const titled = (title: string, words: IWords): ITitledWords => ({
  title,
  ...words
});

export const figure = (
  name: string,
  sentence: string,
  lesson: LessonId
): IFigure => ({ name, sentence, lesson });

export const cell = (...lines: string[]): ICommand => ({
  place: 'cell',
  lines
});

export const terminal = (...lines: string[]): ICommand => ({
  place: 'terminal',
  lines
});
