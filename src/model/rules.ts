import type { CauseCode, HeadlineKey, MessageId } from './texts.generated';

/** The four shapes of a state; each stands beside a word. */
export type Shape = 'ready' | 'cpu' | 'none' | 'bad';

/** A plain value that a fact is compared with. */
export type Plain = string | number | boolean;

/** A condition over facts, as protocol/diagnosis.json writes it. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | IComparison;

/** One fact compared; exactly one of the operators is there. */
export interface IComparison {
  /** A dotted path. */
  fact: string;
  known?: boolean;
  is?: Plain;
  in?: Plain[];
  starts?: string;
  below?: string | { fact: string };
  from?: string | { fact: string };
}

/** A cause of the diagnosis. */
export interface ICause {
  code: CauseCode;
  headline: HeadlineKey;
  shape: Shape;
  when: Condition;
  /** Paths of the facts that fill the places of its sentences. */
  args: string[];
  /** Paths of the facts that decided. */
  evidence: string[];
  /** What was not reported is shown as well. */
  raw: boolean;
}

/** What a release needs, by version. */
export interface IFloor {
  by: string;
  rows: { from: string; needs: string }[];
}

/** The ordered causes, and the names of facts in sight. */
export interface IRules {
  floors: Record<string, IFloor>;
  causes: ICause[];
  facts: Record<string, string>;
}

/** A message that is known, by patterns of its text. */
export interface IMessageRule {
  id: MessageId;
  patterns: string[];
  /** What its groups are. */
  args: ('text' | 'size' | 'cuda')[];
}

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
