import texts from '../../../protocol/texts.json';
import { holds } from '../conditions';
import { diagnose, findCause } from '../diagnosis';
import type { Condition } from '../rules';
import {
  MESSAGES,
  RULES,
  causeWords,
  headlineText,
  messageWords,
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
    expect(seen).toEqual(new Set(RULES.causes.map(cause => cause.code)));
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
  const facts = { a: 1, v: '2.9+cpu' };
  it.each<[Condition, boolean | null]>([
    [{ fact: 'a', is: 1 }, true],
    [{ fact: 'a', is: true }, false],
    [{ fact: 'b', is: 1 }, null],
    [{ fact: 'b', known: false }, true],
    [{ not: { fact: 'b', is: 1 } }, null],
    [
      {
        all: [
          { fact: 'a', is: 2 },
          { fact: 'b', is: 1 }
        ]
      },
      false
    ],
    [
      {
        any: [
          { fact: 'a', is: 2 },
          { fact: 'b', is: 1 }
        ]
      },
      null
    ],
    [{ fact: 'v', below: '2.10' }, true],
    [{ fact: 'v', from: '2.9.0' }, true],
    [{ fact: 'a', below: '2.10' }, null]
  ])('have three values: %j', (condition, truth) => {
    expect(holds(condition, facts)).toBe(truth);
  });
});

describe('the generated texts', () => {
  // Fails when protocol/texts.json has changed and scripts/generate.mjs has not run.
  it('are those of protocol/texts.json', () => {
    const causes = Object.fromEntries(
      RULES.causes.map(({ code, headline }) => [
        code,
        { headline, ...causeWords(code, [], raw) }
      ])
    );
    expect(causes).toEqual(texts.causes);
    const messages = Object.fromEntries(
      MESSAGES.map(({ id }) => [id, messageWords(id, [], raw)])
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
