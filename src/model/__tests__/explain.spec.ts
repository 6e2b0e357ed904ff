import rules from '../../../protocol/messages.json';
import { explain } from '../explain';
import { MESSAGES } from '../texts.generated';
import { MESSAGE_CASES } from './cases';
import { trans } from './samples';

describe('explain', () => {
  it.each(MESSAGE_CASES.map(found => [found.text, found] as const))(
    'says what Python says: %s',
    (text, found) => {
      for (const before of ['', `${'x'.repeat(50_000)}\n`]) {
        const { id, what } = explain(before + text, trans);
        expect(id ?? 'unknown').toBe(found.id);
        expect(what).toBe(found.what);
      }
    }
  );

  it('knows the patterns of protocol/messages.json', () => {
    const shipped = rules.messages.map(({ id, patterns, args }) => ({
      id,
      patterns,
      args
    }));
    expect(MESSAGES.map(({ words, ...rule }) => rule)).toEqual(shipped);
  });

  it.each(['', ' ', '9.', '(', 'Skipping device ', "The operator 'aten::"])(
    'comes to an end on hostile text: %s',
    piece => {
      expect(explain(piece.repeat(200_000), trans).id).toBeNull();
    }
  );
});
