import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import {
  MODULE,
  begin,
  command,
  openNotebook,
  panelOf,
  putNotebook,
  test
} from '../tests/lab';

const OUT = '../docs/images';
/** Takes the pictures of the README and the docs; `make images` runs this. */
const shot = (name: string): { path: string } => ({
  path: `${__dirname}/../${OUT}/${name}.png`
});

const TRAIN = `
import time, torch
from torch import nn
model = nn.Sequential(nn.Conv2d(3, 32, 3), nn.ReLU(), nn.Conv2d(32, 32, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10))
optimizer = torch.optim.Adam(model.parameters())
began = time.monotonic()
while time.monotonic() - began < 14:
    size = 64 if time.monotonic() - began < 5 else 256
    x, y = torch.randn(size, 3, 32, 32), torch.randint(10, (size,))
    loss = nn.functional.cross_entropy(model(x), y)
    optimizer.zero_grad(); loss.backward(); optimizer.step()
`;

const RIGHT = `
import torch
from devicelab import cp
def pick_device():
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator()
    return torch.device("cpu")
cp.check("m1.q1")`;
const WRONG = `
def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
cp.check("m1.q1")`;
const COPY = `
def makes_copy(x, *args, **kwargs):
    return x.to(*args, **kwargs).untyped_storage().data_ptr() != x.untyped_storage().data_ptr()
cp.check("m1.q3")`;

async function useTheme(
  page: IJupyterLabPageFixture,
  theme: 'light' | 'dark'
): Promise<void> {
  if (theme === 'dark') {
    await page.theme.setDarkTheme();
  } else {
    await page.theme.setLightTheme();
  }
}

// First, before any receipt.
test('module 1 as it opens', async ({ page }) => {
  await openNotebook(page, MODULE);
  await expect(panelOf(page)).toContainText('torch not imported yet');
  await page.screenshot(shot('start'));
});

for (const theme of ['light', 'dark'] as const) {
  test(`the panel while a cell trains, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await putNotebook(page, 'train.ipynb', ['import torch', TRAIN.trim()]);
    await openNotebook(page, 'train.ipynb');
    await useTheme(page, theme);
    await command(page, 'devicelab:open-panel');
    await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
    await page.sidebar.setWidth(310, 'right');
    await page.sidebar.close('left');
    await page.notebook.runCell(0);
    await begin(page, 'notebook:run-cell');
    const age = page.locator('.dl-Panel').getByText(/^1[0-2](\.\d)? s$/);
    await expect(age.first()).toBeVisible({ timeout: 30_000 });
    await page.screenshot(shot(`panel-live-${theme}`));
    await expect(panelOf(page)).toHaveAttribute('data-state', 'idle', {
      timeout: 30_000
    });
  });

  test(`verdicts, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 1100, height: 1000 });
    await putNotebook(page, 'answers.ipynb', [
      RIGHT.trim(),
      WRONG.trim(),
      COPY.trim(),
      'cp.progress()'
    ]);
    await openNotebook(page, 'answers.ipynb');
    await useTheme(page, theme);
    await page.sidebar.close('left');
    await page.notebook.run();
    await page.screenshot(shot(`verdicts-${theme}`));
  });
}

test('the panel at 220 pixels', async ({ page }) => {
  await putNotebook(page, 'narrow.ipynb', [
    'import torch, time\ntime.sleep(3)'
  ]);
  await openNotebook(page, 'narrow.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await page.sidebar.setWidth(220, 'right');
  await page.notebook.runCell(0);
  const panel = page.locator('.dl-PanelWidget');
  expect(
    await panel.evaluate(node => node.scrollWidth <= node.clientWidth)
  ).toBe(true);
  await panel.screenshot(shot('panel-narrow'));
});
