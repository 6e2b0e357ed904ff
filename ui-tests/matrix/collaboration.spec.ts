import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { COUNT_THREADS, seqsOf, state } from '../tests/cases';
import {
  begin,
  command,
  countBootstraps,
  panelOf,
  putNotebook,
  spin,
  textOf,
  waitForKernel
} from '../tests/lab';

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
  await putNotebook(page, path, [`${spin(5)}\n${COUNT_THREADS}`]);
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
  for (const each of [page, other]) {
    await expect(panelOf(each)).toHaveAttribute(...state('idle'));
    await expect(panelOf(each)).toContainText('Cell [1]');
  }
  await expect.poll(() => textOf(page, 0)).toBe('1\n');
  expect(ada.length).toBeGreaterThan(5);
  expect(ada).toEqual(ada.map((_, i) => ada[0] + i));
  expect(bob).toEqual(ada);
  await other.context().close();
});

test('A5.41 one user who looks at nothing sends nothing, and takes nothing from the other', async ({
  page,
  browser,
  baseURL
}) => {
  const path = 'apart.ipynb';
  await putNotebook(page, path, [spin(4)]);
  const other = await (await browser.newContext({ baseURL })).newPage();
  const sent = countBootstraps(other);
  // Neither panel nor status bar: the other browser never attaches.
  await other.route('**/extensions/devicelab/**', route => route.abort());
  await open(other, path);
  await open(page, path);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await begin(other, 'notebook:run-cell');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(sent()).toBe(0);
  await other.context().close();
});
