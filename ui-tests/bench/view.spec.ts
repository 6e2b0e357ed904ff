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
  putNotebook
} from '../tests/lab';
import { arrivals, scriptAfter, scriptSpans, timeOf, traced } from './trace';

/** What `bench/view` hands over; without it (`make bench`) there is nothing to look at. */
const JOB = JSON.parse(process.env.VIEW_JOB ?? '{}') as {
  servers: Record<string, string>;
  extensions: Record<string, string>;
  feed: string;
};
const LOADS = 9;
const HOURS = 8;
const UPDATES = 200;
/** Seconds between two updates: far enough apart to be told from each other. */
const PAUSE = 0.2;
const USAGE_SECONDS = 62;

const pause = (ms: number) => new Promise(done => setTimeout(done, ms));
const isSample = (_: string, payload: string) =>
  payload.includes('"devicelab"') && payload.includes('comm_msg');

/** What was found of updates, or why nothing was. */
interface IUpdates {
  ms: number[];
  bar?: boolean;
  why?: string;
}

async function open(
  browser: Browser,
  name: string,
  cells: string[]
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: `${JOB.servers[name]}/lab/`,
    viewport: { width: 1280, height: 900 }
  });
  const page = (await context.newPage()) as IJupyterLabPageFixture;
  const file = `view-${Date.now()}.ipynb`;
  await putNotebook(page, file, cells);
  await openNotebook(page, `${file}?reset`);
  return page;
}

async function close(page: Page): Promise<void> {
  const sessions = await (await page.request.get('/api/sessions')).json();
  for (const { id } of sessions) {
    await page.request.delete(`/api/sessions/${id}`);
  }
  await page.context().close();
}

/** Run the cell of a number and wait for its end. */
async function runCell(page: Page, index: number): Promise<void> {
  const count = async () => (await cellsOf(page))[index].execution_count;
  await begin(page, 'notebook:run-cell-and-select-next');
  await expect.poll(count, { timeout: 300_000 }).not.toBeNull();
}

/** Script of each of some updates, after an hour of history. */
async function updates(browser: Browser, where: string): Promise<number[]> {
  const isOurs = where !== 'bare';
  const cells = [
    isOurs ? JOB.feed : `import sys, types\n${STAND_IN}\n${JOB.feed}`,
    'hours(1)',
    `time.sleep(1); live(${UPDATES + 1}, ${PAUSE})`
  ];
  const page = await open(browser, isOurs ? 'ours' : 'bare', cells);
  if (isOurs) {
    await command(page, 'devicelab:open-panel');
    await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  }
  await runCell(page, 0);
  await runCell(page, 1);
  if (where === 'main') {
    await command(page, 'devicelab:open-main');
    const more = page
      .locator('.dl-MainWidget')
      .getByRole('button', { name: 'More time' });
    await more.click();
    await more.click();
    await page.evaluate(COLLAPSE);
  }
  const moments = await arrivals(page, isSample);
  const events = await traced(browser, page, false, () => runCell(page, 2));
  await close(page);
  return scriptAfter(moments.slice(-UPDATES - 1), scriptSpans(events));
}

const COLLAPSE = 'jupyterapp.shell.collapseRight()';
/** Without us there is no agent in the kernel; the messages are the same. */
const STAND_IN =
  'sys.modules["_devicelab_agent"] = types.SimpleNamespace(report=lambda: {"epoch": "0" * 32}, stop=lambda: None)';

/** Script after each new reading of the panel of jupyter-resource-usage. */
async function usageUpdates(browser: Browser): Promise<IUpdates> {
  const page = await open(browser, 'jupyter-resource-usage', ['1']);
  await page.locator('.jp-SideBar [data-id="kernelusage-panel-id"]').click();
  await expect(page.locator('#kernelusage-panel-id')).toContainText('CPU');
  const moments = await arrivals(page, url => url.includes('kernel_usage'));
  const events = await traced(browser, page, false, () =>
    pause(USAGE_SECONDS * 1000).then(() => undefined)
  );
  await close(page);
  return { ms: scriptAfter(moments, scriptSpans(events)) };
}

/** Script after each frame for the machine's chart of jupyterlab-nvdashboard, if it opens without a GPU. */
async function dashboardUpdates(browser: Browser): Promise<IUpdates> {
  const page = await open(browser, 'jupyterlab-nvdashboard', ['1']);
  try {
    const moments = await arrivals(page, url => url.includes('nvdashboard'));
    await page.locator('.jp-SideBar [data-id*="gpu"]').first().click();
    await page
      .getByRole('button', { name: /machine resources/i })
      .click({ timeout: 10_000 });
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
    // Until its thousand points are there.
    await pause(100_000);
    const events = await traced(browser, page, false, () =>
      pause(25_000).then(() => undefined)
    );
    const last = moments.slice(-UPDATES - 1);
    return { ms: scriptAfter(last, scriptSpans(events)) };
  } catch (error) {
    return { ms: [], why: String(error).split('\n')[0].slice(0, 120) };
  } finally {
    await close(page);
  }
}

/** The heap in bytes after each simulated hour. */
async function heap(browser: Browser): Promise<number[]> {
  const hours = Array.from({ length: HOURS }, () => 'hours(1)');
  const page = await open(browser, 'ours', [JOB.feed, ...hours]);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  const session = await page.context().newCDPSession(page);
  const sizes: number[] = [];
  await runCell(page, 0);
  for (let hour = 1; hour <= HOURS; hour++) {
    await runCell(page, hour);
    await pause(2000);
    await session.send('HeapProfiler.collectGarbage');
    sizes.push((await session.send('Runtime.getHeapUsage')).usedSize);
  }
  await close(page);
  return sizes;
}

/** Milliseconds of an extension's script in each of some page loads. */
async function activation(browser: Browser, name: string): Promise<number[]> {
  const times: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const events = await traced(browser, page, true, async () => {
      await page.goto(`${JOB.servers[name]}/lab?reset`);
      await page.waitForFunction(RESTORED);
      await pause(500);
    });
    times.push(timeOf(events, `extensions/${JOB.extensions[name]}/`));
    await context.close();
  }
  return times;
}

const RESTORED = 'window.jupyterapp?.restored.then(() => true)';

test('the view, in a trace', async ({ browser }) => {
  test.skip(!process.env.VIEW_JOB, 'run by bench/view');
  test.setTimeout(30 * 60_000);
  const found: Record<string, IUpdates> = {
    'update of our panel with an hour of history, all script of the page': {
      ms: await updates(browser, 'panel'),
      bar: true
    },
    'the same in the main area, with the whole hour in the chart': {
      ms: await updates(browser, 'main')
    },
    'the same messages with devicelab disabled: what JupyterLab itself takes': {
      ms: await updates(browser, 'bare')
    },
    'update of the kernel panel of jupyter-resource-usage':
      await usageUpdates(browser),
    'update of the machine chart of jupyterlab-nvdashboard, 1000 points':
      await dashboardUpdates(browser)
  };
  const sizes = await heap(browser);
  const loads: Record<string, number[]> = {};
  for (const name of Object.keys(JOB.extensions)) {
    Object.assign(loads, { [name]: await activation(browser, name) });
  }
  writeFileSync(
    process.env.VIEW_OUT!,
    JSON.stringify({
      browser: browser.version(),
      updates: found,
      heap: sizes,
      activation: loads
    })
  );
});
