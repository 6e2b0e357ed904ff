// Makes what TypeScript takes from elsewhere: types and validators of the
// protocol, its rules and sentences, and the agent's text. Nothing made here is
// committed, so only a build that was not made anew can be stale.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';
import { writePage } from './page.mjs';
import { schemasModule } from './schemas.mjs';
import { textsModule } from './texts.mjs';

const NAMES = [
  'report',
  'sample',
  'verdict',
  'receipt',
  'trust',
  'cache',
  'timing',
  'tensors'
];
// What the browser is handed by a kernel, and so has to validate.
const VALIDATED = [
  'Report',
  'Sample',
  'Verdict',
  'Trust',
  'Cache',
  'Timing',
  'Tensors'
];
const OUT = 'src/model';

const schemas = NAMES.map(name =>
  JSON.parse(readFileSync(`protocol/${name}.schema.json`, 'utf8'))
);

async function writeTypes() {
  const parts = await Promise.all(
    schemas.map(schema =>
      compile(schema, schema.title, {
        bannerComment: '',
        additionalProperties: false,
        maxItems: -1
      })
    )
  );
  const rename = text =>
    NAMES.reduce((all, name) => {
      const title = name[0].toUpperCase() + name.slice(1);
      return all.replaceAll(
        `export interface ${title} `,
        `export interface I${title} `
      );
    }, text);
  const bodies = parts.map((text, i) => `${scoped(text, schemas[i].title)}`);
  writeFileSync(
    `${OUT}/protocol.generated.ts`,
    '// Made by scripts/generate.mjs from protocol/*.schema.json.\n\n' +
      rename(bodies.join('\n'))
  );
}

/** Helper types of a schema get its name before theirs, so that two schemas may use one word. */
function scoped(text, title) {
  const names = [...text.matchAll(/export (?:type|interface) (\w+)/g)]
    .map(match => match[1])
    .filter(name => name !== title);
  return names.reduce(
    (all, name) => all.replace(new RegExp(`\\b${name}\\b`, 'g'), title + name),
    text
  );
}

/** What a script of Python's prints as JSON. */
function packed(script) {
  const python = process.env.PYTHON ?? 'python3';
  return JSON.parse(execFileSync(python, [script], { encoding: 'utf8' }));
}

function writeAgent() {
  const { protocol, expression } = packed('scripts/pack_agent.py');
  writeFileSync(
    'src/link/agent.generated.ts',
    '// Made by scripts/generate.mjs from devicelab/agent/.\n\n' +
      `export const PROTOCOL = ${protocol};\n\n` +
      `/** Installs the agent and gives its report. */\nexport const AGENT_EXPRESSION = ${JSON.stringify(expression)};\n`
  );
}

function writeClicks() {
  const { expression, names } = packed('scripts/pack_clicks.py');
  writeFileSync(
    'src/link/clicks.generated.ts',
    '// Made by scripts/generate.mjs from devicelab/clicks/.\n\n' +
      `export type Click = ${names.map(name => JSON.stringify(name)).join(' | ')};\n\n` +
      '/** What a click has the kernel evaluate; %NAME% stands for which. */\n' +
      `export const CLICK_EXPRESSION = ${JSON.stringify(expression)};\n`
  );
}

mkdirSync(OUT, { recursive: true });
await writeTypes();
writeFileSync(
  `${OUT}/schemas.generated.ts`,
  schemasModule(schemas.filter(({ title }) => VALIDATED.includes(title)))
);
writeFileSync(`${OUT}/texts.generated.ts`, textsModule());
writeAgent();
writeClicks();
writePage();
