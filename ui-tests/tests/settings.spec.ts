import { expect, galata } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import {
  beginCell,
  openBeside,
  openIdle,
  openWithPanel,
  seqsOf,
  state
} from './cases';
import {
  begin,
  command,
  panelOf,
  putNotebook,
  spin,
  test,
  textOf
} from './lab';
import type { IMessage } from './messages';
import { agentsIn, isBootstrap, watchTraffic } from './messages';
import { busyCell } from './openCells';

// Each setting acts at once, and does what it says.

interface IRegistry {
  set(plugin: string, key: string, value: unknown): Promise<void>;
}
interface IPage {
  galata: { getPlugin(id: string): Promise<IRegistry> };
}

/** Change a setting as the settings editor does. */
function set(
  page: Page,
  plugin: string,
  key: string,
  value: unknown
): Promise<void> {
  return page.evaluate(
    async ([id, name, given]) => {
      const registry = await (window as unknown as IPage).galata.getPlugin(
        '@jupyterlab/apputils-extension:settings'
      );
      await registry.set(id, name, given);
    },
    [`devicelab:${plugin}`, key, value] as const
  );
}

const isSilent = ({ header, content }: IMessage) =>
  header.msg_type === 'execute_request' && content.silent === true;
const TRACES =
  "import sys, threading\nprint([n for n in sys.modules if '_devicelab' in n], [t.name for t in threading.enumerate() if t.name == 'devicelab'], [c for c in get_ipython().events.callbacks['pre_run_cell'] if 'Sampler' in repr(c)])";
const statusItem = (page: Page) => page.locator('.dl-StatusWidget-button');

test.describe('with “never” from the start', () => {
  test.use({
    mockSettings: {
      ...galata.DEFAULT_SETTINGS,
      'devicelab:kernels': { attach: 'never' }
    }
  });

  test('a kernel is sent nothing of ours, and has no trace', async ({
    page
  }) => {
    const traffic = watchTraffic(page);
    const seqs = seqsOf(page);
    await openWithPanel(page, 'never.ipynb', [spin(1), TRACES]);
    await expect(panelOf(page)).toContainText('look at no kernel');
    await page.notebook.run();
    expect(await textOf(page, 1)).toBe('[] [] []\n');
    await command(page, 'devicelab:refresh');
    expect(traffic.sent.filter(isSilent)).toEqual([]);
    expect(seqs).toEqual([]);
    // Switched on, it asks at once.
    await set(page, 'kernels', 'attach', 'shown');
    await expect(panelOf(page)).toHaveAttribute(...state('idle'));
    expect(traffic.sent.filter(isBootstrap)).toHaveLength(1);
  });
});

test('“never” takes the agent out at once, or when the cell has ended', async ({
  page
}) => {
  const traffic = watchTraffic(page);
  const cell = busyCell();
  await openIdle(page, 'leave.ipynb', [cell.code, TRACES]);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  const before = traffic.sent.filter(isSilent).length;
  await set(page, 'kernels', 'attach', 'never');
  await expect(panelOf(page)).toContainText('look at no kernel');
  expect(traffic.sent.filter(isSilent)).toHaveLength(before);
  cell.end();
  // The one message that has it leave.
  await expect
    .poll(() => traffic.sent.filter(isSilent).length)
    .toBe(before + 1);
  await page.notebook.runCell(1);
  expect(await textOf(page, 1)).toBe('[] [] []\n');
  expect(traffic.sent.filter(isSilent)).toHaveLength(before + 1);
});

test('A5.41 “never” in one browser leaves another browser its readings', async ({
  page
}) => {
  const traffic = watchTraffic(page);
  const silent = () => traffic.sent.filter(isSilent).length;
  const cell = busyCell();
  await openIdle(page, 'a41.ipynb', [cell.code]);
  // Settings are mocked for one page: the other has the defaults, as another user would.
  const context = await page.context().browser()!.newContext();
  const other = await context.newPage();
  const seqs = seqsOf(other);
  const heardBy = watchTraffic(other).received;
  const goesOn = (from: number) =>
    expect.poll(() => seqs.length).toBeGreaterThan(from + 2);
  await openBeside(other, page, 'a41.ipynb');
  await beginCell(page, 0);
  await expect(panelOf(other)).toHaveAttribute(...state('live'));

  const before = silent();
  await set(page, 'kernels', 'attach', 'never');
  await expect(panelOf(page)).toContainText('look at no kernel');
  await goesOn(seqs.length);
  cell.end();
  // This browser takes the agent out, and the other gets one of its own.
  await expect.poll(silent).toBe(before + 1);
  await expect.poll(() => agentsIn(heardBy).size).toBeGreaterThan(1);
  await expect(panelOf(other)).toHaveAttribute(...state('idle'));
  const heard = seqs.length;
  await begin(other, 'notebook:run-cell');
  await expect(panelOf(other)).toHaveAttribute(...state('live'));
  await goesOn(heard);
  cell.end();
  await expect(panelOf(other)).toHaveAttribute(...state('idle'));
  await expect(panelOf(page)).toContainText('look at no kernel');
  expect(silent()).toBe(before + 1);
  await context.close();
});

test('“only while the panel is open” leaves the status item without news', async ({
  page
}) => {
  const traffic = watchTraffic(page);
  await putNotebook(page, 'panel.ipynb', ['1']);
  await page.goto('');
  await set(page, 'kernels', 'attach', 'panel');
  await page.notebook.open('panel.ipynb');
  await page.notebook.runCell(0);
  expect(traffic.sent.filter(isBootstrap)).toEqual([]);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(traffic.sent.filter(isBootstrap)).toHaveLength(1);
});

test('“only for notebooks of the course” leaves the others alone', async ({
  page
}) => {
  const traffic = watchTraffic(page);
  await putNotebook(page, 'theirs.ipynb', ['1']);
  await putNotebook(page, 'ours.ipynb', ['1'], 'python3', {
    devicelab: { module: 'm1' }
  });
  await page.goto('');
  await set(page, 'kernels', 'attach', 'course');
  await command(page, 'devicelab:open-panel');
  await page.notebook.open('theirs.ipynb');
  await page.notebook.runCell(0);
  await expect(panelOf(page)).toContainText('kernels of the course only');
  expect(traffic.sent.filter(isSilent)).toEqual([]);
  await page.notebook.open('ours.ipynb');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(traffic.sent.filter(isBootstrap)).toHaveLength(1);
});

test('rate, units, parts and the status item change at once', async ({
  page
}) => {
  await openIdle(page, 'all.ipynb', ['import torch', spin(2), spin(2)]);
  await page.notebook.runCell(0);
  await page.notebook.runCell(1);
  const panel = panelOf(page);
  await expect(panel).toContainText(/MiB|GiB/);
  await set(page, 'panel', 'units', 'GB');
  await expect(panel).not.toContainText(/MiB|GiB/);
  await expect(panel.locator('.dl-Memory-big')).toContainText(/[MG]B/);

  const history = panel.locator('[data-section=history]');
  await expect(history).toBeVisible();
  await set(page, 'panel', 'sections', { history: false, fit: false });
  await expect(history).toHaveCount(0);
  await expect(panel.locator('[data-section=fit]')).toHaveCount(0);
  await expect(panel.locator('[data-section=cell]')).toBeVisible();

  await expect(statusItem(page)).toBeVisible();
  await set(page, 'status', 'show', false);
  await expect(statusItem(page)).not.toBeVisible();

  await set(page, 'kernels', 'rate', 'calm');
  await expect(panel).toHaveAttribute(...state('idle'));
  await beginCell(page, 2);
  await expect(panel).toContainText('live, every 2.0 s');
});

test('the settings editor lists each of them with its words', async ({
  page
}) => {
  await page.goto('');
  await command(page, 'settingeditor:open', { query: 'Device' });
  const editor = page.locator('.jp-SettingsPanel');
  for (const words of [
    'When to look at a kernel',
    'Open for notebooks of the course',
    'Show in the status bar'
  ]) {
    await expect(editor.getByText(words).first()).toBeVisible();
  }
});
