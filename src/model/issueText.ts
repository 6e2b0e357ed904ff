import type { Facts } from './conditions';
import { fact } from './conditions';
import { diagnose } from './diagnosis';
import { factRows, limitRows } from './issueRows';
import type { Row } from './issueRows';
import type { IReport } from './protocol.generated';
import { headlineText, VERSION } from './texts.generated';
import type { ITranslation } from './translation';

const GLYPHS = { ready: '●', cpu: '▲', none: '○', bad: '◆' } as const;
/** A path of a system of any kind, up to its last part; "/" alone and "and/or" are none. */
const PATH =
  /(?:[A-Za-z]:|~|(?<![\p{L}\p{N}_)]))(?:[\\/]+[^\\/\s:'"<>|]{1,80}){1,40}/gu;
const VALUE = /^[A-Za-z0-9.,:=+-]{0,32}$/;
const ALLOWED_VARIABLES =
  /^(?:PYTORCH_(?:ENABLE_MPS_FALLBACK|DEBUG_MPS_ALLOCATOR|MPS_[A-Z_]{1,40})|CUDA_VISIBLE_DEVICES)$/;
const LONGEST = 300;

/** The text is for other people, so it is in English whatever the page's language. */
const ENGLISH: ITranslation = {
  __: (text, ...args) => fill(text, args),
  _n: (one, many, n, ...args) => fill(n === 1 ? one : many, args)
};

/**
 * A report as text for an issue or an instructor, built from an allow-list: what
 * is not named here can't get in. `devicelab/diagnosis/issue.py` is the same in
 * Python; one table of cases drives both.
 *
 * @param report A report of the agent.
 * @returns Diagnosis, evidence, facts and limits, without paths.
 */
export function issueText(report: IReport): string {
  const found = diagnose(report, ENGLISH);
  const { code, shape, headline } = found.cause;
  const facts: Facts = { ...report };
  const blocks: [string, Row[]][] = [
    ['seen', found.evidence.map(({ name, value }) => [name, value])],
    ['facts', factRows(facts)],
    ['limits', limitRows(facts)],
    ['variables', variables(facts)]
  ];
  return [
    `devicelab ${VERSION}`,
    `diagnosis: ${code} ${GLYPHS[shape]} ${headlineText(headline, ENGLISH)}`,
    ...(report.sim ? ['Simulated Mac: numbers are a model.'] : []),
    ...blocks.flatMap(([title, rows]) => block(title, rows))
  ].join('\n');
}

function block(title: string, rows: Row[]): string[] {
  return rows.length === 0
    ? []
    : [
        '',
        `${title}:`,
        ...rows.map(([name, value]) => `- ${name}: ${harmless(value)}`)
      ];
}

/** On one line, with paths replaced. */
export function harmless(text: string): string {
  const line = text.slice(0, LONGEST).trim().split(/\s+/).join(' ');
  return line.replace(PATH, '<path>');
}

function variables(facts: Facts): Row[] {
  const listed = fact(facts, 'variables');
  const entries = Array.isArray(listed) ? (listed as Facts[]) : [];
  return entries
    .filter(({ name }) => ALLOWED_VARIABLES.test(String(name)))
    .map(({ name, value, late }) => {
      const shown = VALUE.test(String(value)) ? String(value) : '(set)';
      const when = late === true ? ' (set too late to count)' : '';
      return [String(name), shown + when];
    });
}

function fill(text: string, args: (string | number)[]): string {
  return text.replace(/%(\d)/g, (_, place) => String(args[place - 1] ?? ''));
}
