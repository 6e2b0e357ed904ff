import Ajv from 'ajv';
import cache from '../../../protocol/cache.schema.json';
import report from '../../../protocol/report.schema.json';
import sample from '../../../protocol/sample.schema.json';
import tensors from '../../../protocol/tensors.schema.json';
import timing from '../../../protocol/timing.schema.json';
import trust from '../../../protocol/trust.schema.json';
import verdict from '../../../protocol/verdict.schema.json';
import { STREAMS } from '../../view/__tests__/streams';
import { SCHEMAS } from '../schemas.generated';
import { makeHost, makeMac, makeSample, seeded } from './samples';
import { makeVerdict } from './verdicts';

const ajv = new Ajv({ unicode: false, allowUnionTypes: true, logger: false });
const NAMED: [string, object, unknown][] = [
  ['Sample', sample, makeSample(1, { host: makeHost({ gpu_use: 0.5 }) })],
  ['Report', report, makeMac()],
  ['Verdict', verdict, makeVerdict()],
  [
    'Trust',
    trust,
    {
      v: 1,
      kind: 'trust',
      status: 'agrees',
      device: null,
      sim: false,
      seconds: 0.1,
      headline: '',
      remarks: [],
      findings: [],
      issue: null
    }
  ],
  [
    'Cache',
    cache,
    {
      v: 1,
      kind: 'cache',
      status: 'emptied',
      device: 'mps',
      before: { allocated: 1, held: 2 },
      after: { allocated: null, held: 1 }
    }
  ],
  [
    'Timing',
    timing,
    {
      v: 1,
      kind: 'timing',
      status: 'compared',
      reason: null,
      detail: null,
      pair: ['cpu', 'mps'],
      threads: null,
      rows: [
        {
          side: 64,
          rounds: 9,
          first: 0.1,
          second: 0.2,
          ratio: 2,
          low: 1,
          high: 3,
          noisy: false
        }
      ]
    }
  ],
  [
    'Tensors',
    tensors,
    {
      v: 1,
      kind: 'tensors',
      rows: [
        {
          name: 'x',
          bytes: 4,
          tensors: 1,
          devices: ['mps:0'],
          dtypes: ['float32'],
          shape: [1],
          shared: null
        }
      ],
      names: 1,
      totals: [{ device: 'mps:0', bytes: 4 }],
      device: 'mps',
      allocated: null,
      cut: false
    }
  ]
];

const EVIL: unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  2 ** 53,
  1e300,
  '',
  'x',
  'm1.q1',
  'x'.repeat(3000),
  '😀'.repeat(64),
  [],
  [1],
  Array.from({ length: 70 }, () => ({})),
  {},
  { toString: 1 },
  JSON.parse('{"__proto__": {"v": 1}}'),
  '0'.repeat(32)
];

const without = (value: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));

/** Every place in a value, as a way of changing it. */
function* changes(value: unknown): Generator<(to: unknown) => unknown> {
  yield to => to;
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const key of [...Object.keys(value), 'extra', 'constructor']) {
    const part = (value as Record<string, unknown>)[key];
    for (const change of changes(Object.keys(value).includes(key) ? part : 0)) {
      yield to =>
        Array.isArray(value)
          ? value.map((one, i) => (String(i) === key ? change(to) : one))
          : { ...value, [key]: change(to) };
    }
  }
}

it.each(NAMED)(
  'says what ajv says, whatever is changed: %s',
  (name, schema, good) => {
    const validate = ajv.compile(schema);
    expect([validate(good), SCHEMAS[name](good)]).toEqual([true, true]);
    let refused = 0;
    for (const change of changes(good)) {
      for (const evil of EVIL) {
        const changed = change(evil);
        const isValid = validate(changed);
        refused += isValid ? 0 : 1;
        if (SCHEMAS[name](changed) !== isValid) {
          throw new Error(
            `${isValid}: ${JSON.stringify(changed)?.slice(0, 500)}`
          );
        }
      }
    }
    expect(refused).toBeGreaterThan(100);
  }
);

it.each(NAMED)(
  'says what ajv says when a field is missing: %s',
  (name, schema, good) => {
    const validate = ajv.compile(schema);
    for (const key of Object.keys(good as object)) {
      const rest = without(good as Record<string, unknown>, key);
      expect(SCHEMAS[name](rest)).toBe(validate(rest));
    }
  }
);

it('takes every message of the recorded streams, whatever is left out of some', () => {
  const random = seeded(3);
  const validate = ajv.compile(sample);
  for (const { steps } of STREAMS) {
    for (const step of steps) {
      if (step.kind === 'sample') {
        const keys = Object.keys(step.sample);
        const gone = keys[Math.floor(random() * keys.length)];
        const rest = without({ ...step.sample }, gone);
        expect(SCHEMAS.Sample(step.sample)).toBe(true);
        expect(SCHEMAS.Sample(rest)).toBe(validate(rest));
      }
    }
  }
});
