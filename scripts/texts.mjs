// The rules and sentences of protocol/ as TypeScript. Each sentence becomes a
// literal inside `trans.__()`: only literals are found for translation.
import { readFileSync } from 'node:fs';

const read = name => JSON.parse(readFileSync(`protocol/${name}.json`, 'utf8'));

/** The text of src/model/texts.generated.ts. */
export function textsModule() {
  const [rules, messages, texts] = ['diagnosis', 'messages', 'texts'].map(read);
  return [
    '// Made by scripts/generate.mjs from protocol/{diagnosis,messages,texts}.json.\n',
    "import type { IMessageRule, IRules, ITitledWords, IWords } from './rules';",
    "import type { ITranslation } from './translation';\n",
    union('CauseCode', texts.causes),
    union('HeadlineKey', texts.headlines),
    union('MessageId', texts.messages),
    union('FigureId', texts.figures),
    union('LessonId', texts.lessons),
    constant('VERSION', 'string', read('../package').version),
    constant('RULES', 'IRules', shippedRules(rules, texts)),
    constant(
      'MESSAGES',
      'IMessageRule[]',
      messages.messages.map(shippedMessage)
    ),
    textFunction('headlineText', 'HeadlineKey', texts.headlines),
    textFunction('lessonTitle', 'LessonId', texts.lessons),
    figureFunction(texts.figures),
    wordsFunction('causeWords', 'CauseCode', 'IWords', texts.causes),
    wordsFunction('messageWords', 'MessageId', 'ITitledWords', texts.messages),
    sentence('unknownMessage', texts.unknown_message)
  ].join('\n');
}

const json = value => JSON.stringify(value);
const union = (name, table) =>
  `export type ${name} = ${Object.keys(table).map(json).join(' | ')};`;
const constant = (name, type, value) =>
  `\nexport const ${name}: ${type} = ${json(value)};`;

/** Without what only people read. */
function shippedRules({ floors, causes, facts }, texts) {
  return {
    floors: Object.fromEntries(
      Object.entries(floors).map(([name, { by, rows }]) => [
        name,
        { by, rows: rows.map(row => ({ from: row.from, needs: row.needs })) }
      ])
    ),
    causes: causes.map(({ code, shape, when, args, evidence, raw }) => ({
      code,
      headline: texts.causes[code].headline,
      shape,
      when,
      args: args ?? [],
      evidence,
      raw: raw ?? false
    })),
    facts
  };
}

const shippedMessage = ({ id, patterns, args }) => ({ id, patterns, args });

function textFunction(name, key, table) {
  const cases = Object.entries(table).map(
    ([id, text]) => `    case ${json(id)}:\n      return ${literal(text)};`
  );
  return `
export function ${name}(key: ${key}, trans: ITranslation): string {
  switch (key) {
${cases.join('\n')}
  }
}`;
}

function figureFunction(figures) {
  const cases = Object.entries(figures).map(
    ([id, { name, sentence, module }]) =>
      `    case ${json(id)}:\n      return { name: ${literal(name)}, sentence: ${literal(sentence)}, lesson: ${json(module)} };`
  );
  return `
export function figureWords(key: FigureId, trans: ITranslation): { name: string; sentence: string; lesson: LessonId } {
  switch (key) {
${cases.join('\n')}
  }
}`;
}

function wordsFunction(name, key, type, table) {
  const cases = Object.entries(table).map(
    ([id, entry]) => `    case ${json(id)}:\n      return ${words(entry)};`
  );
  return `
export function ${name}(key: ${key}, args: string[], trans: ITranslation): ${type} {
  switch (key) {
${cases.join('\n')}
  }
}`;
}

const sentence = (name, entry) => `
export function ${name}(trans: ITranslation): ITitledWords {
  return ${words(entry)};
}
`;

function words({ title, what, why, act, command }) {
  const parts = [
    ...(title === undefined ? [] : [`title: ${literal(title)}`]),
    `what: ${literal(what)}`,
    `why: ${literal(why)}`,
    `act: ${act === null ? 'null' : literal(act)}`,
    `command: ${json(command)}`
  ];
  return `{ ${parts.join(', ')} }`;
}

const literal = text =>
  /%[1-9]/.test(text)
    ? `trans.__(${json(text)}, ...args)`
    : `trans.__(${json(text)})`;
