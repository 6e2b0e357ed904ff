// The schemas of protocol/ as calls of src/model/schema.ts. A keyword that has
// no place there stops the build.
import { Pool } from './pool.mjs';

const PROSE = ['$schema', '$id', 'title', 'description', 'definitions'];

/**
 * @param schemas Those that are checked with, as JSON Schema.
 * @returns The text of src/model/schemas.generated.ts.
 */
export function schemasModule(schemas) {
  const pool = new Pool();
  const entries = schemas.map(
    schema => `  ${schema.title}: ${check(schema, schema.definitions, pool)}`
  );
  return [
    '// Made by scripts/generate.mjs from protocol/*.schema.json.\n',
    "import type { Fits } from './schema';",
    "import { above, either, flag, list, maybe, number, oneOf, record, text, whole } from './schema';\n",
    pool.unfold(
      `export const SCHEMAS: Record<string, Fits> = {\n${entries.join(',\n')}\n};\n`
    )
  ].join('\n');
}

/** The expression that checks for one schema; equal ones are one. */
function check(schema, definitions, pool) {
  const inner = part => check(part, definitions, pool);
  const { $ref, anyOf, type, ...rest } = schema;
  if ($ref !== undefined) {
    return inner(definitions[$ref.replace('#/definitions/', '')]);
  }
  if (anyOf !== undefined) {
    return pool.take(call('either', anyOf.map(inner)));
  }
  if (Array.isArray(type)) {
    const [one, ...others] = type;
    expectNothing(others.filter(other => other !== 'null'));
    return pool.take(`maybe(${inner({ ...rest, type: one })})`);
  }
  const [expression, unknown] = CALLS[type ?? 'any'](rest, inner);
  expectNothing(Object.keys(unknown).filter(name => !PROSE.includes(name)));
  return pool.take(expression);
}

function expectNothing(keywords) {
  if (keywords.length > 0) {
    throw new Error(`src/model/schema.ts can't check for ${keywords}`);
  }
}

const json = value => JSON.stringify(value);
const given = values => values.filter(value => value !== undefined);
const call = (name, values) => `${name}(${given(values).join(', ')})`;
const regexp = pattern => pattern && `/${pattern.replaceAll('/', '\\/')}/u`;

/** By type: the call, and what it does not know. */
const CALLS = {
  any: ({ const: only, enum: some, ...rest }) => [
    call('oneOf', (some ?? [only]).map(json)),
    rest
  ],
  null: rest => ['oneOf(null)', rest],
  boolean: rest => ['flag', rest],
  integer: ({ minimum, maximum, ...rest }) => [
    call('whole', [minimum, maximum]),
    rest
  ],
  number: ({ minimum, exclusiveMinimum, maximum, ...rest }) => [
    minimum === undefined
      ? call('above', [exclusiveMinimum, maximum])
      : call('number', [minimum, maximum]),
    rest
  ],
  string: ({ maxLength, pattern, ...rest }) => [
    call('text', [maxLength ?? Infinity, regexp(pattern)]),
    rest
  ],
  array: ({ items, maxItems, minItems, ...rest }, inner) => [
    call('list', [inner(items), maxItems, minItems]),
    rest
  ],
  object: ({ properties, required, additionalProperties, ...rest }, inner) => {
    const names = Object.keys(properties);
    const fields = names.map(name => `${name}: ${inner(properties[name])}`);
    const optional = names.filter(name => !required.includes(name));
    return [
      call('record', [`{ ${fields.join(', ')} }`, ...optional.map(json)]),
      additionalProperties === false ? rest : { ...rest, open: true }
    ];
  }
};
