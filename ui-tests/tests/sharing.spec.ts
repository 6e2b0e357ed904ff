import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import {
  COUNT_THREADS,
  beginCell,
  changeKernel,
  heardSince,
  kernelId,
  openBeside,
  openIdle,
  seqsOf,
  state
} from './cases';
import {
  command,
  panelOf,
  putNotebook,
  spin,
  test,
  textOf,
  waitForKernel,
  watchChart
} from './lab';
import { busyCell } from './openCells';

// Cases of a kernel that several look at or use.

/** What leaves a page that would end somebody's comm. */
function closedComms(page: Page): () => number {
  let sent = 0;
  page.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => {
      sent += payload.toString().includes('comm_close') ? 1 : 0;
    })
  );
  return () => sent;
}

test('A5.9 two tabs on one notebook: both live, from one sampler', async ({
  page
}) => {
  const first = seqsOf(page);
  const cell = busyCell();
  await openIdle(page, 'a9.ipynb', [`${cell.code}\n${COUNT_THREADS}`]);
  const tab = await page.context().newPage();
  const second = seqsOf(tab);
  await openBeside(tab, page, 'a9.ipynb');
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(panelOf(tab)).toHaveAttribute(...state('live'));
  // The tab has the cell as well, so it wasn't started elsewhere.
  await expect(panelOf(tab)).toContainText('Cell [1]');
  await expect.poll(() => second.length).toBeGreaterThan(5);
  cell.end();
  await expect(panelOf(tab)).toHaveAttribute(...state('idle'));
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect.poll(() => textOf(page, 0)).toBe('1\n');
  // Each sample once, the same to both.
  expect(first).toEqual(first.map((_, i) => first[0] + i));
  expect(second).toEqual(heardSince(second, first));
  await tab.close();
});

test('A5.10 a notebook and a console on one kernel', async ({ page }) => {
  const closed = closedComms(page);
  await openIdle(page, 'a10.ipynb', [spin(60)]);
  await command(page, 'console:create', {
    kernelPreference: { id: await kernelId(page) }
  });
  await page.locator('.jp-CodeConsole').waitFor();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await page.notebook.activate('a10.ipynb');
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  // Beside the console, and after it has gone.
  await page.activity.activateTab('Console 1');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await command(page, 'application:close');
  const draws = await watchChart(page);
  await expect.poll(draws).toBeGreaterThanOrEqual(2);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  expect(closed()).toBe(0);
});

test('A5.42 a cell started by another program', async ({ page }) => {
  await openIdle(page, 'a42.ipynb', [
    'from ipykernel.connect import get_connection_file\nprint(get_connection_file())'
  ]);
  await page.notebook.runCell(0);
  const client = [
    'import sys',
    'from jupyter_client import BlockingKernelClient',
    'client = BlockingKernelClient(connection_file=sys.argv[1])',
    'client.load_connection_file()',
    'client.start_channels()',
    'client.execute_interactive(sys.argv[2], timeout=120)'
  ].join('\n');
  const cell = busyCell();
  const file = (await textOf(page, 0)).trim();
  const ran = promisify(execFile)(process.env.PYTHON ?? 'python3', [
    '-c',
    client,
    file,
    cell.code
  ]);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(panelOf(page)).toContainText('Cell [?]');
  await expect(panelOf(page)).toContainText('started elsewhere');
  cell.end();
  await ran;
  await expect(panelOf(page)).toContainText('started elsewhere, ended');
});

test('two notebooks on one kernel: closing the first leaves the panel live, with its history', async ({
  page
}) => {
  await openIdle(page, 'first.ipynb', [spin(2)]);
  await page.notebook.runCell(0);
  await expect(panelOf(page)).toContainText('Cell [1]');
  const id = await kernelId(page);
  const cell = busyCell();
  await putNotebook(page, 'second.ipynb', [cell.code]);
  await page.notebook.open('second.ipynb');
  await waitForKernel(page);
  await changeKernel(page, { id });
  await expect(panelOf(page)).toContainText('Cell [1]');
  await beginCell(page, 0);
  await expect(panelOf(page)).toContainText('Cell [2]');
  await command(page, 'docmanager:save');
  await page.notebook.activate('first.ipynb');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await page.notebook.close(true);
  await page.notebook.activate('second.ipynb');
  const draws = await watchChart(page);
  await expect.poll(draws).toBeGreaterThanOrEqual(2);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  cell.end();
  // While a cell runs, the chart's time is that cell's.
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  const cells = panelOf(page).getByRole('table', { name: 'Memory by cell' });
  await expect(cells).toContainText('[1]');
  await expect(cells).toContainText('[2]');
});
