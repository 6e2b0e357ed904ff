import { cleanup, render } from '@testing-library/react';
import { GIB, makeReport, makeSample } from '../../model/__tests__/samples';
import type { Found } from '../../model/action';
import { History } from '../../model/history';
import type { LinkState } from '../../model/linkState';
import type { ITranslation } from '../../model/translation';
import { ActionResult } from '../actionResult';
import { DevicePanel } from '../devicePanel';
import { createElement } from '../element';
import { Term } from '../term';

afterEach(cleanup);

/** A language in which every sentence stands in brackets: what stands outside was not translated. */
const pseudo: ITranslation = {
  __: (text, ...args) => `⟦${fill(text, args)}⟧`,
  _n: (one, many, n, ...args) => `⟦${fill(n === 1 ? one : many, args)}⟧`
};

function fill(text: string, args: (string | number)[]): string {
  return text.replace(/%(\d)/g, (_, place) => String(args[place - 1]));
}

/** Names and units are the same in every language. */
const NAMES =
  /\b(GiB|MiB|GB|MB|s|ms|min|h|mps|cuda|cpu|torch|float(16|32)|bfloat16|x86_64|arm64|Debian|macOS|Apple|M\d|Pro|Python|ipykernel|n|x|w|aten|linalg_eig|WindowServer|Ryzen|AMD|CPU|PYTORCH\w*|False|True|is_available|is_built|backends|version)\b/g;

/** What of the texts and labels in sight stands in no brackets. */
function untranslated(container: HTMLElement): string[] {
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) {
    const { parentElement, nodeValue } = walker.currentNode;
    if (!parentElement?.closest('code, pre')) {
      texts.push(nodeValue ?? '');
    }
  }
  container.querySelectorAll('[aria-label], [title]').forEach(node => {
    texts.push(node.getAttribute('aria-label') ?? '');
    if (!node.closest('code, .dl-Elided')) {
      texts.push(node.getAttribute('title') ?? '');
    }
  });
  return texts.filter(text => /\p{L}{2,}/u.test(outside(text)));
}

/** A text without what stands in brackets, which may lie in brackets. */
function outside(text: string): string {
  let rest = text;
  let before = '';
  while (rest !== before) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
  }
  // A sentence with code in it is drawn in pieces.
  const whole = rest.replace(/⟦[^⟦⟧]*$/, '').replace(/^[^⟦⟧]*⟧/, '');
  return whole.replace(NAMES, '');
}

const STATES: LinkState[] = [
  { name: 'no-kernel', reason: 'no-document' },
  { name: 'no-kernel', reason: 'switched-off' },
  { name: 'no-kernel', reason: 'not-course' },
  { name: 'no-kernel', reason: 'died' },
  { name: 'connecting' },
  { name: 'waiting' },
  { name: 'probing' },
  { name: 'probing', sinceMs: -60_000 },
  { name: 'refused', reason: 'error', detail: null },
  { name: 'idle' },
  { name: 'live' },
  { name: 'quiet' },
  { name: 'awaiting-input' },
  { name: 'debugging' },
  { name: 'disconnected' }
];

function history(): History {
  const made = new History();
  const mem = {
    device: 'mps',
    allocated: 11 * GIB,
    driver: 12 * GIB,
    recommended: 10 * GIB,
    limit: 17 * GIB
  } as const;
  made.add(makeSample(1, { mem, sim: true }), 1);
  made.add(makeSample(2, { mem, sim: true }), 2);
  return made;
}

it.each(STATES.map(state => [JSON.stringify(state), state] as const))(
  'every sentence of the panel can be translated: %s',
  (_, state) => {
    const { container } = render(
      <DevicePanel
        state={state}
        report={makeReport({ sim: true, device: 'mps' })}
        history={history()}
        malformed={2}
        now={10_000}
        trans={pseudo}
        act={() => Promise.reject(new Error())}
        onCopy={() => undefined}
        onSave={() => undefined}
        onOpenMore={() => undefined}
      />
    );
    expect(untranslated(container)).toEqual([]);
    expect(container.textContent).toContain('⟦');
  }
);

const HELD = { allocated: GIB, held: 2 * GIB };
const ROW = {
  side: 64,
  rounds: 10,
  first: 1,
  second: 2,
  ratio: 0.5,
  low: 0.4,
  high: 0.6,
  noisy: false
};
const FOUND: Found[] = [
  {
    v: 1,
    kind: 'cache',
    status: 'emptied',
    device: 'mps',
    before: HELD,
    after: HELD
  },
  {
    v: 1,
    kind: 'cache',
    status: 'nothing',
    device: 'cpu',
    before: HELD,
    after: HELD
  },
  ...(['cpu', 'one'] as const).map((first): Found => ({
    v: 1,
    kind: 'timing',
    status: 'compared',
    reason: null,
    detail: null,
    pair: [first, first === 'one' ? 'all' : 'mps'],
    threads: 4,
    rows: [ROW, { ...ROW, side: 1024, noisy: true }]
  })),
  {
    v: 1,
    kind: 'timing',
    status: 'refused',
    reason: 'simulated',
    detail: null,
    pair: null,
    threads: null,
    rows: []
  },
  {
    v: 1,
    kind: 'tensors',
    rows: [
      {
        name: 'x',
        bytes: GIB,
        tensors: 2,
        devices: ['mps'],
        dtypes: ['float32'],
        shape: null,
        shared: null
      }
    ],
    names: 3,
    totals: [{ device: 'mps', bytes: GIB }],
    device: 'mps',
    allocated: 2 * GIB,
    cut: true
  }
];

it.each(FOUND.map(found => [found.kind, found] as const))(
  'what a click gives can be translated: %s',
  (_, found) => {
    const { container } = render(
      <ActionResult answer={{ ok: true, found }} trans={pseudo} />
    );
    expect(untranslated(container)).toEqual([]);
  }
);

const PLAIN = 'Plain words';

it('finds what was not translated', () => {
  const { container } = render(
    <div>
      <p>{PLAIN}</p>
      <Term figure="tensors" trans={pseudo} />
    </div>
  );
  expect(untranslated(container)).toEqual(['Plain words']);
});
