/**
 * What to say in place of numbers, or above them. A name in backticks is code.
 */
export interface INotice {
  /** What was seen: one sentence. */
  what: string;
  /** Why, or what it means. */
  why: string;
  /** What to do; null when there is nothing to do. */
  act: string | null;
  /** What the kernel said about it: drawn as it came, as text. */
  detail: string | null;
}

/** The same from sentences in this order. */
export const notice = (
  what: string,
  why: string,
  act: string | null = null,
  detail: string | null = null
): INotice => ({ what, why, act, detail });
