import { expect } from '@jupyterlab/galata';
import { beginCell, openIdle, state } from './cases';
import { readFile } from 'node:fs/promises';
import { MODULE, panelOf, spin, test, textOf } from './lab';
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

const NAMES = `import torch
class Hostile:
    def __getattr__(self, name): raise RuntimeError(name)
    __repr__ = __eq__ = __getattr__
hostile = [Hostile()]
weights = torch.zeros(1000, 1000)
view = weights[10:]
<b>`.replace('<b>', 'half = torch.zeros(1000, dtype=torch.float16)');

test('timing, largest tensors and cache answer in words, in a kernel without our package', async ({
  page
}) => {
  await openIdle(page, 'clicks.ipynb', [
    "import sys; sys.modules['devicelab'] = None",
    NAMES,
    '"next"'
  ]);
  await page.notebook.runCell(0);
  await page.notebook.runCell(1);
  const panel = panelOf(page);
  const click = (name: string) => panel.getByRole('button', { name }).click();
  await click('Largest tensors');
  const table = panel.getByRole('table', { name: 'Largest tensors' });
  await expect(table).toContainText(
    'weights1000 × 1000 · float32 · cpu3.8 MiB'
  );
  await expect(table).toContainText(
    'view990 × 1000 · float32 · cpushares weights'
  );
  await expect(table).toContainText('half');
  await expect(table).not.toContainText('hostile');
  await click('Empty the cache');
  await expect(panel).toContainText(
    'on the CPU torch gives memory back at once'
  );
  await click('Time it for a second');
  await expect(panel).toContainText(
    /faster than|too noisy to say|no difference|nothing to compare/
  );
  await click('Compare with the CPU');
  await expect(panel).toContainText('This kernel’s Python has no devicelab.');
  await page.notebook.runCell(2);
  expect(await textOf(page, 2)).toBe("'next'");
});

test('a simulated Mac: the cache before and after, and no timing', async ({
  page
}) => {
  await openIdle(page, 'simulated.ipynb', [
    "import devicelab\ndevicelab.simulate('M2 Air 16 GB')\nimport torch\nx = torch.zeros(2**24, device='mps')\ndel x\nkeep = torch.zeros(2**20, device='mps')"
  ]);
  await page.notebook.runCell(0);
  const panel = panelOf(page);
  await expect(panel).toContainText('Simulated Mac: numbers are a model');
  await panel.getByRole('button', { name: 'Empty the cache' }).click();
  const table = panel.getByRole('table', { name: 'Before and after' });
  await expect(table).toContainText(/held by torch\d+\.\d [MG]iB\d+\.\d MiB/);
  await expect(panel).toContainText(/The driver got \d+\.\d [MG]iB back/);
  await panel.getByRole('button', { name: 'Time it for a second' }).click();
  await expect(panel).toContainText('it is not timed');
});

test('history and report can be taken along', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openIdle(page, 'keep.ipynb', ['import torch', spin(1)]);
  await page.notebook.run();
  const panel = panelOf(page);
  for (const [kind, sample] of [
    ['CSV', /,ended,false,/],
    ['JSON', /"phase": "ended"/]
  ] as const) {
    const coming = page.waitForEvent('download');
    await panel.getByRole('button', { name: `History as ${kind}` }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe(
      `devicelab-history.${kind.toLowerCase()}`
    );
    expect(await readFile(await file.path(), 'utf8')).toMatch(sample);
  }
  await panel.getByRole('button', { name: 'Copy report' }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^devicelab .*\ndiagnosis: /);
  expect(text).toContain('- torch: 2.');
  expect(text).not.toContain('/home');
});

test('a figure explains itself by keyboard, and its lesson opens', async ({
  page
}) => {
  await openIdle(page, 'figures.ipynb', ['import torch', spin(1)]);
  await page.notebook.run();
  const panel = panelOf(page);
  const term = panel.getByRole('button', { name: 'System memory' });
  await term.focus();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('note')).toContainText('could give to programs');
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('note')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText(/^Module 1: Why/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: MODULE })).toHaveCount(1);
});

test('where the lesson is not written yet, the page about the panel opens', async ({
  page
}) => {
  await openIdle(page, 'figures.ipynb', ['import torch', spin(1)]);
  await page.notebook.run();
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'sampled peak' }).click();
  const opened = page.context().waitForEvent('page');
  await panel.getByRole('button', { name: /module 5 is not written/ }).click();
  const about = await opened;
  await expect(about.getByRole('heading', { level: 1 })).toHaveText(
    'The device panel'
  );
  await expect(about.getByText('The most memory seen')).toBeVisible();
  await about.close();
});

test('whether a model fits is told by arithmetic, with nothing sent', async ({
  page
}) => {
  const traffic = watchTraffic(page);
  await openIdle(page, 'fit.ipynb', ['1']);
  const panel = panelOf(page);
  const sent = () =>
    traffic.sent.filter(({ header }) => header.msg_type === 'execute_request')
      .length;
  const before = sent();
  await panel.getByRole('button', { name: 'Will this model fit?' }).click();
  await expect(panel).toContainText(/It fits: 390\.6 MiB to 537\.1 MiB\./);
  await panel.getByLabel('parameters').fill('70B');
  await panel.getByLabel('stored as').selectOption('float16');
  await expect(panel).toContainText('It does not fit');
  expect(sent()).toBe(before);
});
