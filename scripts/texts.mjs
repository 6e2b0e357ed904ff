// The rules and sentences of protocol/ as calls of src/model/{conditions,rules}.ts.
// Each sentence becomes a literal inside `trans.__()`: only literals are found for
// translation. What stands more than once is written once.
import { existsSync, readFileSync } from 'node:fs';
import { Pool } from './pool.mjs';

const read = name => JSON.parse(readFileSync(`protocol/${name}.json`, 'utf8'));
const [rules, messages, texts] = ['diagnosis', 'messages', 'texts'].map(read);
const pool = new Pool();

/** The text of src/model/texts.generated.ts. */
export function textsModule() {
  return [
    '// Made by scripts/generate.mjs from protocol/{diagnosis,messages,texts}.json.\n',
    "import { all, any, below, is, known, not, starts } from './conditions';",
    "import type { ICause, IFigure, IFloor, IMessageRule, ITitledWords } from './rules';",
    "import { cause, cell, figure, message, sentences, terminal, titled } from './rules';",
    "import type { ITranslation } from './translation';\n",
    ...['causes', 'headlines', 'messages', 'figures', 'lessons'].map(union),
    pool.unfold(
      [
        constant('VERSION', 'string', json(read('../package').version)),
        constant('FLOORS', 'Record<string, IFloor>', json(floors())),
        table('FACTS', 'Record<string, string>', rules.facts, json),
        array('CAUSES', 'ICause[]', rules.causes.map(causeCall)),
        array('MESSAGES', 'IMessageRule[]', messages.messages.map(messageCall)),
        lookup('headlineText', 'HeadlineKey', texts.headlines, say),
        lookup('lessonTitle', 'LessonId', texts.lessons, say),
        constant('WRITTEN', 'readonly LessonId[]', list(written().map(shared))),
        lookup('figureWords', 'FigureId', texts.figures, figureCall, 'IFigure'),
        `export const unknownMessage = (trans: ITranslation): ITitledWords => ${titledCall(texts.unknown_message)};\n`
      ].join('\n\n')
    )
  ].join('\n');
}

const json = value => JSON.stringify(value);
const list = values => `[${values.join(', ')}]`;
const call = (name, ...values) => `${name}(${values.join(', ')})`;
const shared = value => pool.take(json(value));

const TYPES = {
  causes: 'CauseCode',
  headlines: 'HeadlineKey',
  messages: 'MessageId',
  figures: 'FigureId',
  lessons: 'LessonId'
};
const union = name =>
  `export type ${TYPES[name]} = ${Object.keys(texts[name]).map(json).join(' | ')};`;

const constant = (name, type, value) =>
  `export const ${name}: ${type} = ${value};`;
const array = (name, type, values) =>
  constant(name, type, `[\n  ${values.join(',\n  ')}\n]`);
const entries = (values, write) =>
  Object.entries(values).map(
    ([key, value]) => `[${shared(key)}]: ${write(value)}`
  );
const table = (name, type, values, write) =>
  constant(name, type, `{\n  ${entries(values, write).join(',\n  ')}\n}`);

/** A function from a key to what is said, in the page's language. */
function lookup(name, key, values, write, type = 'string') {
  const made = entries(
    values,
    value => `(trans: ITranslation) => ${write(value)}`
  );
  return (
    `const ${key}s: Record<${key}, (trans: ITranslation) => ${type}> = {\n  ${made.join(',\n  ')}\n};\n` +
    `export const ${name} = (key: ${key}, trans: ITranslation): ${type} => ${key}s[key](trans);`
  );
}

/** The lessons that there are by now. */
const written = () =>
  Object.keys(texts.lessons).filter(lesson =>
    existsSync(`notebooks/source/module${lesson.slice(1)}.py`)
  );

/** Without what only people read. */
const floors = () =>
  Object.fromEntries(
    Object.entries(rules.floors).map(([name, { by, rows }]) => [
      name,
      { by, rows: rows.map(row => ({ from: row.from, needs: row.needs })) }
    ])
  );

function causeCall({ code, shape, when, args, evidence, raw }) {
  const { headline, ...words } = texts.causes[code];
  return call(
    'cause',
    shared(code),
    shared(headline),
    shared(shape),
    condition(when),
    writer(sentencesCall(words)),
    list(evidence.map(shared)),
    ...(args || raw ? [list((args ?? []).map(shared))] : []),
    ...(raw ? ['true'] : [])
  );
}

function messageCall({ id, patterns, args }) {
  return call(
    'message',
    shared(id),
    list(patterns.map(pattern)),
    writer(titledCall(texts.messages[id])),
    ...args.map(shared)
  );
}

/** A function that fills the places of sentences. */
const writer = words =>
  `(trans${words.includes('...args') ? ', args' : ''}) => ${words}`;

const COMPARISONS = {
  is: value => ['is', json(value)],
  in: values => ['is', ...values.map(json)],
  known: value => ['known', ...(value ? [] : ['false'])],
  starts: value => ['starts', json(value)],
  below: value => ['below', json(value)]
};

/** Equal conditions are one. */
function condition({ fact, all, any, not, from, ...comparison }) {
  if (all || any) {
    return pool.take(call(all ? 'all' : 'any', ...(all ?? any).map(condition)));
  }
  if (not) {
    return pool.take(call('not', condition(not)));
  }
  if (from !== undefined) {
    return pool.take(call('not', condition({ fact, below: from })));
  }
  const [[operator, value]] = Object.entries(comparison);
  const [name, ...values] = COMPARISONS[operator](value);
  return pool.take(call(name, shared(fact), ...values));
}

/** How torch writes a size and a device, which many patterns have. */
const PARTS = [
  '(\\d{1,9}(?:\\.\\d{1,4})? ?(?:bytes|[KMGT]i?B))',
  '(\\w{1,20}(?::\\d{1,3})?)'
];

function pattern(text) {
  const part = PARTS.find(one => text.includes(one));
  return part === undefined
    ? json(text)
    : `${list(text.split(part).map(pattern))}.join(${shared(part)})`;
}

const figureCall = ({ name, sentence, module }) =>
  call('figure', say(name), say(sentence), shared(module));

const titledCall = ({ title, ...words }) =>
  call('titled', say(title), sentencesCall(words));

function sentencesCall({ what, why, act, command }) {
  const said = [what, why, ...(act || command ? [act] : [])];
  return call(
    'sentences',
    ...said.map(text => (text === null ? 'null' : say(text))),
    ...(command ? [commandCall(command)] : [])
  );
}

const commandCall = ({ place, lines }) =>
  pool.take(call(place, ...lines.map(shared)));

function say(text) {
  const args = /%[1-9]/.test(text) ? ', ...args' : '';
  return `trans.__(${json(text)}${args})`;
}
