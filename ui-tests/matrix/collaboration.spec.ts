import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { COUNT_THREADS, heardSince, seqsOf, state } from '../tests/cases';
import {
  begin,
  command,
  countBootstraps,
  panelOf,
  putNotebook,
  textOf,
  waitForKernel
} from '../tests/lab';
import { busyCell } from '../tests/openCells';

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`/lab/tree/${path}?reset`);
  await waitForKernel(page);
}

test('A5.41 two users on one kernel: one sampler, and the same samples to both', async ({
  page,
  browser,
  baseURL
}) => {
  const path = 'shared.ipynb';
  const cell = busyCell();
  await putNotebook(page, path, [`${cell.code}\n${COUNT_THREADS}`]);
  const ada = seqsOf(page);
  await open(page, path);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  const other = await (await browser.newContext({ baseURL })).newPage();
  const bob = seqsOf(other);
  await open(other, path);
  await command(other, 'devicelab:open-panel');
  await expect(panelOf(other)).toHaveAttribute(...state('idle'));
  await begin(page, 'notebook:run-cell');
  for (const each of [page, other]) {
    await expect(panelOf(each)).toHaveAttribute(...state('live'));
  }
  await expect.poll(() => bob.length).toBeGreaterThan(5);
  cell.end();
  for (const each of [page, other]) {
    await expect(panelOf(each)).toHaveAttribute(...state('idle'));
    await expect(panelOf(each)).toContainText('Cell [1]');
  }
  await expect.poll(() => textOf(page, 0)).toBe('1\n');
  expect(ada).toEqual(ada.map((_, i) => ada[0] + i));
  expect(bob).toEqual(heardSince(bob, ada));
  await other.context().close();
});

const STATUS_BAR = '@jupyterlab/statusbar-extension:plugin';

interface ISetting {
  id: string;
  raw: string;
  /** What `raw` says; in the answer about all plugins, all plugins. */
  settings: unknown;
}

/** Have the server tell this browser alone that its user hides the status bar. */
async function hideStatusBar(page: Page): Promise<void> {
  await page.route('**/lab/api/settings**', async route => {
    if (route.request().method() !== 'GET') {
      return route.continue();
    }
    const response = await route.fetch();
    const json: ISetting = await response.json();
    const all = Array.isArray(json.settings) ? json.settings : [json];
    for (const setting of all as ISetting[]) {
      if (setting.id === STATUS_BAR) {
        setting.raw = '{"visible": false}';
      }
    }
    return route.fulfill({ response, json });
  });
}

test('A5.41 a user who looks at nothing sends nothing, and going away takes nothing from the other', async ({
  page,
  browser,
  baseURL
}) => {
  const path = 'apart.ipynb';
  const cell = busyCell();
  await putNotebook(page, path, [cell.code]);
  const other = await (await browser.newContext({ baseURL })).newPage();
  const sent = countBootstraps(other);
  await hideStatusBar(other);
  await open(other, path);
  // Ours is there, and neither its panel nor its status item is in sight.
  await expect(other.locator('.dl-StatusWidget')).toBeAttached();
  await expect(other.locator('.dl-StatusWidget')).not.toBeVisible();
  await expect(panelOf(other)).not.toBeVisible();
  const ada = seqsOf(page);
  await open(page, path);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await begin(other, 'notebook:run-cell');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  expect(sent()).toBe(0);
  await other.context().close();
  const before = ada.length;
  await expect.poll(() => ada.length).toBeGreaterThan(before + 2);
  cell.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(ada).toEqual(ada.map((_, i) => ada[0] + i));
});
