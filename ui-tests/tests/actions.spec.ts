import { expect } from '@jupyterlab/galata';
import { beginCell, openIdle, state } from './cases';
import { panelOf, test, textOf } from './lab';
import { isBootstrap, watchTraffic } from './messages';
import { busyCell } from './openCells';

// The panel's buttons: one request a click, at idle only.

const WARN = `import warnings
TEXT = ("The operator 'aten::linalg_eig' is not currently supported on the MPS backend and will "
        "fall back to run on the CPU. This may have performance implications.")
for _ in range(3):
    warnings.warn(TEXT)`;

test('comparing with the CPU is one silent request, and says what came of it', async ({
  page
}) => {
  const traffic = watchTraffic(page);
  await openIdle(page, 'trust.ipynb', ['import torch', '"next"']);
  await page.notebook.runCell(0);
  const button = panelOf(page).getByRole('button', {
    name: 'Compare with the CPU'
  });
  await expect(button).toBeEnabled();
  const silent = () =>
    traffic.sent.filter(m => m.content.silent && !isBootstrap(m)).length;
  const before = silent();
  await button.click();
  await expect(panelOf(page)).toContainText(/nothing to compare|agrees with/);
  expect(silent()).toBe(before + 1);
  await page.notebook.runCell(1);
  expect(await textOf(page, 1)).toBe("'next'");
});

test('fallbacks are recorded from the button on, listed, and the setting is put back', async ({
  page
}) => {
  await openIdle(page, 'fallbacks.ipynb', [
    'import torch\nfrom devicelab import cp',
    WARN,
    'print(torch.is_warn_always_enabled())'
  ]);
  await page.notebook.runCell(0);
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'Record fallbacks' }).click();
  await expect(panel).toContainText('Each fallback warns now');
  await page.notebook.runCell(1);
  await expect(panel.getByRole('table', { name: 'CPU fallbacks' })).toHaveText(
    'aten::linalg_eig3 times · cell [2]'
  );
  await panel.getByRole('button', { name: 'Stop recording fallbacks' }).click();
  await expect(panel).not.toContainText('Each fallback warns now');
  await page.notebook.runCell(2);
  expect(await textOf(page, 2)).toBe('False\n');
});

test('the buttons wait while a cell runs', async ({ page }) => {
  const cell = busyCell();
  await openIdle(page, 'wait.ipynb', ['import torch', cell.code]);
  await page.notebook.runCell(0);
  const button = panelOf(page).getByRole('button', {
    name: 'Compare with the CPU'
  });
  await expect(button).toBeEnabled();
  await beginCell(page, 1);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(button).toBeDisabled();
  cell.end();
  await expect(button).toBeEnabled();
});
