import { expect } from '@jupyterlab/galata';
import { openIdle } from './cases';
import { cellsOf, panelOf, test, textOf } from './lab';

const sectionOf = (page: Parameters<typeof panelOf>[0]) =>
  panelOf(page).locator('.dl-Diagnosis');

test('a kernel without torch: the cause, its evidence and a command to copy', async ({
  page
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openIdle(page, 'bare.ipynb', ['1'], 'bare');
  await expect(sectionOf(page)).toHaveAttribute('data-cause', 'torch-absent');
  await expect(panelOf(page).locator('h2')).toContainText(
    'torch not installed'
  );
  await expect(sectionOf(page).locator('.dl-Evidence')).toContainText('absent');
  // The one button of the verdict line.
  await panelOf(page).getByRole('button', { name: 'Copy command' }).click();
  await expect(
    panelOf(page).getByRole('button', { name: 'Copied' })
  ).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    '%pip install torch'
  );
});

const CODE =
  'import torch\nfrom devicelab import agent, diagnosis\nprint(diagnosis.diagnose(agent.report()).code)';

test('the page finds the cause that Python finds', async ({ page }) => {
  await openIdle(page, 'cause.ipynb', [CODE]);
  await expect(sectionOf(page)).toHaveAttribute(
    'data-cause',
    'torch-not-imported'
  );
  await page.notebook.runCell(0);
  const code = (await textOf(page, 0)).trim();
  if (code.endsWith('-ready')) {
    await expect(sectionOf(page)).toHaveCount(0);
  } else {
    await expect(sectionOf(page)).toHaveAttribute('data-cause', code);
  }
});

test('an error is explained in the panel and in a cell by the same words', async ({
  page
}) => {
  await openIdle(page, 'explain.ipynb', [
    '1',
    'raise RuntimeError("PyTorch is not linked with support for mps devices")',
    'from devicelab import cp; cp.explain()'
  ]);
  await page.notebook.runCell(1);
  await page.notebook.runCell(2);
  const [output] = (await cellsOf(page))[1].outputs as {
    traceback?: string[];
  }[];
  const box = panelOf(page).locator('[data-section="explain"]');
  await box.getByRole('button', { name: 'Explain an error' }).click();
  // The whole traceback, colours and all, as it stands in the notebook.
  await box.getByRole('textbox').fill((output.traceback ?? []).join('\n'));
  await expect(box.locator('.dl-Explanation')).toHaveAttribute(
    'data-message',
    'not-linked'
  );
  const what = 'A tensor was to go to `mps`, and this torch was built without';
  expect(await textOf(page, 2)).toContain(what);
  await expect(box).toContainText(what.replace(/`/g, ''));

  await box.getByRole('textbox').fill('<img src=x onerror="window.hurt=1">');
  await expect(box.locator('.dl-Explanation')).toHaveAttribute(
    'data-message',
    'unknown'
  );
  expect(await panelOf(page).locator('img').count()).toBe(0);
});

test('the section fits 250 pixels', async ({ page }) => {
  await openIdle(page, 'narrow.ipynb', ['1'], 'bare');
  await page.sidebar.setWidth(250, 'right');
  await panelOf(page).getByRole('button', { name: 'Explain an error' }).click();
  await panelOf(page)
    .getByRole('textbox')
    .fill('Placeholder storage has not been allocated on MPS device!');
  const panel = page.locator('.dl-PanelWidget');
  await expect(panel.locator('.dl-Explanation')).toBeVisible();
  expect(
    await panel.evaluate(node => node.scrollWidth <= node.clientWidth)
  ).toBe(true);
});
