import { writeFileSync } from 'node:fs';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import {
  begin,
  cellsOf,
  command,
  openNotebook,
  panelOf,
  putNotebook,
  serverState,
  spin
} from '../tests/lab';

/** Where the servers are, by name; without it (`make bench`) there is nothing to look at. */
const SERVERS = JSON.parse(process.env.LINK_SERVERS ?? '{}') as Record<
  string,
  string
>;
const ROUNDS = 3;
const READINGS = 29;
const IDLE_READINGS = 60;
const RELOADS = 9;
const THEIR_PANEL = 'kernelusage-panel-id';

/** Moments after the reload, in milliseconds. */
interface IMarks {
  socket?: number;
  heard?: number;
  shown?: number;
}

const pause = (ms: number) => new Promise(done => setTimeout(done, ms));

function shuffled<T>(items: T[]): T[] {
  const keyed = items.map(item => [Math.random(), item] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

/** A notebook of one cell on a server, with the server's panel open and its kernel at rest. */
async function open(browser: Browser, name: string): Promise<Page> {
  // A context for each: the layout of one is not the next one's.
  const context = await browser.newContext({
    baseURL: `${SERVERS[name]}/lab/`,
    viewport: { width: 1280, height: 800 }
  });
  const page = (await context.newPage()) as IJupyterLabPageFixture;
  const file = `link-${Date.now()}.ipynb`;
  await putNotebook(page, file, [spin(30)]);
  await openNotebook(page, `${file}?reset`);
  if (name === 'ours') {
    await command(page, 'devicelab:open-panel');
    await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  } else if (name === 'theirs') {
    await page.locator(`.jp-SideBar [data-id="${THEIR_PANEL}"]`).click();
    await expect(page.locator(`#${THEIR_PANEL}`)).toContainText('CPU');
  } else {
    // Without us means without us.
    await expect(panelOf(page)).toHaveCount(0);
  }
  await expect.poll(() => serverState(page), { timeout: 30_000 }).toBe('idle');
  await pause(3000);
  return page;
}

async function close(page: Page): Promise<void> {
  const sessions = await (await page.request.get('/api/sessions')).json();
  for (const { id } of sessions) {
    await page.request.delete(`/api/sessions/${id}`);
  }
  await page.context().close();
}

const isRunning = async (page: Page) =>
  (await cellsOf(page))[0].execution_count === null;

/** What the server says each second while the cell runs. */
async function statesWhileBusy(page: Page): Promise<string[]> {
  const states: string[] = [];
  await begin(page, 'notebook:run-cell');
  const began = Date.now();
  for (let second = 1; second <= READINGS; second++) {
    await pause(Math.max(0, began + second * 1000 - Date.now()));
    const state = await serverState(page);
    if (!(await isRunning(page))) {
      break;
    }
    states.push(state);
  }
  await expect.poll(() => isRunning(page), { timeout: 30_000 }).toBe(false);
  return states;
}

async function lastActivity(page: Page): Promise<number> {
  const [kernel] = await (await page.request.get('/api/kernels')).json();
  return Date.parse(kernel.last_activity) / 1000;
}

/** Put into each page before its own scripts: marks what happens after a reload. */
function markMoments(): void {
  const marks: IMarks = {};
  Object.assign(window, { linkMarks: marks });
  const text = (data: unknown) =>
    typeof data === 'string' ? data : new TextDecoder().decode(data as Buffer);
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      if (!String(url).includes('/channels')) {
        return;
      }
      this.addEventListener('open', () => (marks.socket ??= performance.now()));
      this.addEventListener('message', ({ data }) => {
        if (/"comm_id":\s*"devicelab"/.test(text(data))) {
          marks.heard ??= performance.now();
        }
      });
    }
  };
  const look = () => {
    if (document.querySelector('.dl-Panel[data-state="live"]')) {
      marks.shown ??= performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** Reload while the cell runs; the cell is ended after that. */
async function reloadInMidCell(page: Page): Promise<IMarks> {
  await begin(page, 'notebook:run-cell');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  // At any phase of the agent's half second.
  await pause(2000 + Math.random() * 500);
  await page.reload();
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live', {
    timeout: 60_000
  });
  const marks = await page.evaluate(
    () => (window as unknown as { linkMarks: IMarks }).linkMarks
  );
  await command(page, 'notebook:interrupt-kernel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await pause(1000);
  return marks;
}

test('the link, seen from server and page', async ({ browser }) => {
  test.skip(!process.env.LINK_SERVERS, 'run by bench/link');
  test.setTimeout(20 * 60_000);
  const names = Object.keys(SERVERS);
  const idle: Record<string, string[][]> = {};
  const activity: Record<string, number[]> = {};
  names.forEach(name => Object.assign(idle, { [name]: [] }));
  names.forEach(name => Object.assign(activity, { [name]: [] }));

  for (let round = 0; round < ROUNDS; round++) {
    for (const name of shuffled(names)) {
      const page = await open(browser, name);
      idle[name].push(await statesWhileBusy(page));
      await close(page);
    }
  }

  const pages = await Promise.all(names.map(name => open(browser, name)));
  for (let reading = 0; reading <= IDLE_READINGS; reading++) {
    const stamps = await Promise.all(pages.map(lastActivity));
    names.forEach((name, i) => activity[name].push(stamps[i]));
    await pause(1000);
  }
  await Promise.all(pages.map(close));

  const page = await open(browser, 'ours');
  await page.addInitScript(markMoments);
  const reload: IMarks[] = [];
  for (let round = 0; round < RELOADS; round++) {
    reload.push(await reloadInMidCell(page));
  }
  await close(page);

  const found = { browser: browser.version(), idle, activity, reload };
  writeFileSync(process.env.LINK_OUT!, JSON.stringify(found));
});
