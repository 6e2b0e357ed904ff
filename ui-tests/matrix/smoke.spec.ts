import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import {
  begin,
  command,
  panelOf,
  putNotebook,
  serverState,
  spin,
  textOf,
  waitForKernel,
  watchChart
} from '../tests/lab';
import { violations } from '../tests/axe';
import { busyCell } from '../tests/openCells';

// What every supported front end must do. Galata fits one JupyterLab only, so
// these are plain Playwright tests.

interface IPage {
  jupyterapp: {
    shell: { currentWidget: { content: { activeCellIndex: number } } };
  };
}

const IS_LAB = process.env.FRONT_END !== 'notebook';
const RUN = 'notebook:run-cell';
const RUN_AND_ADVANCE = 'notebook:run-cell-and-select-next';

/** Open a notebook of the given cells with the panel beside it. */
async function open(page: Page, path: string, cells: string[]): Promise<void> {
  await putNotebook(page, path, cells);
  await page.goto(IS_LAB ? `/lab/tree/${path}?reset` : `/notebooks/${path}`);
  await waitForKernel(page);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
}

test.afterEach(async ({ request }) => {
  for (const { id } of await (await request.get('/api/sessions')).json()) {
    await request.delete(`/api/sessions/${id}`);
  }
});

test('A5.28 the panel is live while a cell runs, and the kernel stays busy', async ({
  page
}) => {
  const cell = busyCell();
  await open(page, 'live.ipynb', [cell.code]);
  const draws = await watchChart(page);
  await begin(page, RUN);
  for (let seen = 1; seen <= 3; seen++) {
    await expect.poll(draws, { intervals: [100] }).toBeGreaterThanOrEqual(seen);
    expect(await serverState(page)).toBe('busy');
  }
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  await expect(panelOf(page)).toContainText('Cell [1]');
  cell.end();
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
});

test('after a reload in mid-cell it is live again', async ({ page }) => {
  await open(page, 'reload.ipynb', [spin(60)]);
  await begin(page, RUN);
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  await page.reload();
  await waitForKernel(page);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  const draws = await watchChart(page);
  await expect.poll(draws).toBeGreaterThanOrEqual(2);
  expect(await serverState(page)).toBe('busy');
});

test('a slider stays alive', async ({ page }) => {
  const cell = busyCell();
  await open(page, 'slider.ipynb', [
    'import ipywidgets\nslider = ipywidgets.IntSlider(value=1)\nslider',
    `${cell.code}\nslider.value = 7`,
    'print(slider.value)'
  ]);
  await command(page, RUN_AND_ADVANCE);
  const readout = page.locator('.widget-readout');
  await expect(readout).toHaveText('1');
  await begin(page, RUN_AND_ADVANCE);
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  cell.end();
  await expect(readout).toHaveText('7');
  // Notebook keeps the arrow keys from a slider's handle, with us and without.
  await readout.fill('8');
  await readout.press('Enter');
  // The slider's own cell is the active one now.
  await page.evaluate(() => {
    const { shell } = (window as unknown as IPage).jupyterapp;
    shell.currentWidget.content.activeCellIndex = 2;
  });
  await command(page, RUN);
  expect(await textOf(page, 2)).toBe('8\n');
});

test('the console is clean of our making', async ({ page, context }) => {
  const named: string[] = [];
  page.on('console', message => {
    // What is loaded from where is told of every extension.
    if (['error', 'warning'].includes(message.type())) {
      named.push(`${message.text()} ${message.location().url}`);
    }
  });
  const errors = pageErrors(page);
  await open(page, 'console.ipynb', [spin(2)]);
  await command(page, RUN);
  await expect(panelOf(page)).toContainText('Cell [1]');
  expect(named.filter(text => text.includes('devicelab'))).toEqual([]);

  // What goes wrong without us as well is not of our making.
  const without = await context.newPage();
  const theirs = pageErrors(without);
  await without.route('**/extensions/devicelab/**', route => route.abort());
  await without.goto(page.url());
  await waitForKernel(without);
  await command(without, RUN);
  expect(await panelOf(without).count()).toBe(0);
  expect(errors.filter(error => !theirs.includes(error))).toEqual([]);
});

test('in both themes axe has nothing against the panel, and nothing is cut', async ({
  page
}, info) => {
  await open(page, 'themes.ipynb', [spin(1)]);
  await command(page, RUN);
  await expect(panelOf(page)).toContainText('Cell [1]');
  for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
    await command(page, 'apputils:change-theme', { theme });
    await expect(page.locator('body')).toHaveAttribute(
      'data-jp-theme-name',
      theme
    );
    expect(await violations(page)).toEqual([]);
    const isCut = await panelOf(page).evaluate(
      node => node.scrollWidth > node.clientWidth
    );
    expect(isCut).toBe(false);
    await page.screenshot({ path: info.outputPath(`${theme}.png`) });
  }
});

/** The errors that nobody on the page has caught. */
function pageErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  return errors;
}
