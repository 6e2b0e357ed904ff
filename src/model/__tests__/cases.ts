import causes from '../../../tests/diagnosis/causes.json';
import messages from '../../../tests/diagnosis/messages.json';

/** A report made from a base by changes at dotted paths. */
export interface ICauseCase {
  name: string;
  base: 'mac' | 'linux' | 'none';
  changes: Record<string, unknown>;
  code: string;
  evidence: string[][];
  what?: string;
}

type Place = Record<string, unknown>;

/** The table that Python's tests use as well. */
export const CAUSE_CASES = causes.cases as unknown as ICauseCase[];

/** A message, and what must be said of it. */
export const MESSAGE_CASES = messages.cases;

/** The report of a case. */
export function reportOf(found: ICauseCase): object {
  const made = JSON.parse(JSON.stringify(causes.bases[found.base])) as Place;
  for (const [path, value] of Object.entries(found.changes)) {
    const way = path.split('.');
    const last = way.pop() as string;
    const place = way.reduce((at, name) => at[name] as Place, made);
    place[last] = value;
  }
  return made;
}
