import issues from '../../../tests/diagnosis/issues.json';
import type { ICauseCase } from './cases';
import { CAUSE_CASES, reportOf } from './cases';
import { harmless, issueText } from '../issueText';
import type { IReport } from '../protocol.generated';
import { VERSION } from '../texts.generated';

const texts: Record<string, string[]> = issues.texts;
const HOSTILE = {
  name: 'hostile',
  base: 'mac',
  changes: issues.hostile
} as unknown as ICauseCase;

it.each(
  [...CAUSE_CASES, HOSTILE]
    .filter(({ name }) => name in texts)
    .map(found => [found.name, found] as const)
)('writes what Python writes: %s', (name, found) => {
  const lines = issueText(reportOf(found) as IReport).split('\n');
  expect(lines[0]).toBe(`devicelab ${VERSION}`);
  expect(lines.slice(1)).toEqual(texts[name]);
});

it('has a text for every report of the table', () => {
  const names = [...CAUSE_CASES, HOSTILE].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(texts)));
});

it.each([
  ['a /Users/jane/x b', 'a <path> b'],
  ['C:\\Users\\jane', '<path>'],
  ['and/or', 'and/or'],
  ['two\nlines', 'two lines']
])('makes %j harmless', (text, left) => {
  expect(harmless(text)).toBe(left);
});
