import texts from '../../../protocol/texts.json';
import type { Condition } from '../conditions';
import { all, any, below, is, known, not, starts } from '../conditions';
import { diagnose, findCause } from '../diagnosis';
import {
  CAUSES,
  MESSAGES,
  headlineText,
  unknownMessage
} from '../texts.generated';
import type { HeadlineKey } from '../texts.generated';
import type { ITranslation } from '../translation';
import { CAUSE_CASES, reportOf } from './cases';
import { trans } from './samples';

/** Leaves the places as they are. */
const raw: ITranslation = { __: text => text, _n: one => one };

describe('diagnose', () => {
  it.each(CAUSE_CASES.map(found => [found.name, found] as const))(
    'finds the cause as Python does: %s',
    (_, found) => {
      const { cause, evidence, what } = diagnose(reportOf(found), trans);
      expect(cause.code).toBe(found.code);
      expect(evidence.map(({ name, value }) => [name, value])).toEqual(
        found.evidence
      );
      expect(what).toBe(found.what ?? what);
    }
  );

  it('has a report for every cause', () => {
    const seen = new Set(CAUSE_CASES.map(found => found.code));
    expect(seen).toEqual(new Set(CAUSES.map(cause => cause.code)));
  });

  it('never raises and never claims when facts are missing', () => {
    const reports = CAUSE_CASES.map(reportOf);
    for (const report of reports) {
      for (const name of Object.keys(report)) {
        const bare = { ...report, [name]: null };
        const { code } = findCause(bare);
        const device = (bare as { device?: string | null }).device ?? null;
        expect(code.endsWith('-ready') && device === null).toBe(false);
      }
    }
  });
});

describe('conditions', () => {
  const facts = { a: 1, v: '2.9+cpu', w: '3' };
  it.each<[string, Condition, boolean | null]>([
    ['is', is('a', 1), true],
    ['is another', is('a', 2), false],
    ['is of another type', is('a', true), false],
    ['is one of', is('a', 0, 1), true],
    ['is unknown', is('b', 1), null],
    ['known', known('a'), true],
    ['not known', known('b', false), true],
    ['starts', starts('v', '2.9'), true],
    ['starts otherwise', starts('v', '9'), false],
    ['no text to start', starts('a', '1'), false],
    ['starts, unknown', starts('b', '1'), null],
    ['not unknown', not(is('b', 1)), null],
    ['not', not(is('a', 1)), false],
    ['all of nothing', all(), true],
    ['all, one false', all(is('a', 2), is('b', 1)), false],
    ['all, one unknown', all(is('a', 1), is('b', 1)), null],
    ['any, one true', any(is('a', 1), is('b', 1)), true],
    ['any, one unknown', any(is('a', 2), is('b', 1)), null],
    ['any, none', any(is('a', 2), is('a', 3)), false],
    ['below', below('v', '2.10'), true],
    ['not below', below('v', '2.9.0'), false],
    ['below a fact', below('v', { fact: 'w' }), true],
    ['below no version', below('a', '2.10'), null]
  ])('have three values: %s', (_, condition, truth) => {
    expect(condition(facts)).toBe(truth);
  });
});

describe('the generated texts', () => {
  // Fails when protocol/texts.json has changed and scripts/generate.mjs has not run.
  it('are those of protocol/texts.json', () => {
    const causes = Object.fromEntries(
      CAUSES.map(({ code, headline, words }) => [
        code,
        { headline, ...words(raw, []) }
      ])
    );
    expect(causes).toEqual(texts.causes);
    const messages = Object.fromEntries(
      MESSAGES.map(({ id, words }) => [id, words(raw, [])])
    );
    expect(messages).toEqual(texts.messages);
    expect(unknownMessage(raw)).toEqual(texts.unknown_message);
    const headlines = Object.keys(texts.headlines).map(key => [
      key,
      headlineText(key as HeadlineKey, raw)
    ]);
    expect(Object.fromEntries(headlines)).toEqual(texts.headlines);
  });
});
