import { expect } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { beginCell, openIdle, restart, state } from './cases';
import { command, panelOf, putNotebook, openNotebook, spin, test } from './lab';
import { busyCell } from './openCells';

// The sections of the panel against a real kernel, and the places where it stands.

const button = (page: Page, name: string) =>
  panelOf(page).getByRole('button', { name, exact: true });
const axisOf = (page: Page) => panelOf(page).locator('.dl-Chart-time');

/** Longer than the window: only one end of it is in sight. */
const TALL = Array.from({ length: 60 }, (_, i) => `# line ${i}`).join('\n');

test('history: a band leads to its cell, the chart is held and goes back, and a reload keeps it all', async ({
  page
}) => {
  const cell = busyCell();
  const cells = [spin(1), TALL, spin(1), cell.code];
  await openIdle(page, 'history.ipynb', cells);
  await page.notebook.runCell(0);
  await page.notebook.runCell(2);
  await expect(panelOf(page)).toContainText('Cell [2]');
  await expect(
    page.locator('.jp-Notebook [data-windowed-list-index="0"]')
  ).not.toBeInViewport();
  await button(page, 'Go to cell [1]').click();
  await expect(
    page.locator('.jp-Notebook [data-windowed-list-index="0"]')
  ).toBeInViewport();
  await expect(
    page.locator('.jp-Notebook [data-windowed-list-index="0"].jp-mod-active')
  ).toBeVisible();

  await beginCell(page, 3);
  await expect(axisOf(page)).toContainText('now');
  await button(page, 'Hold the chart').click();
  await expect(panelOf(page).locator('.dl-Tools-word')).toHaveText('held');
  // All that there is fits into the shortest window; beside one cell there is more.
  await expect(button(page, 'Earlier')).toBeDisabled();
  await button(page, 'The last cell alone').click();
  const held = await axisOf(page).textContent();
  await button(page, 'Earlier').click();
  await expect(axisOf(page)).not.toHaveText(held ?? '');
  await expect(axisOf(page)).not.toContainText('now');
  await button(page, 'Follow the time').click();
  await expect(axisOf(page)).toContainText('now');
  cell.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));

  // JupyterLab writes its state down a little later.
  const saved = page.waitForRequest(
    request =>
      request.method() === 'PUT' &&
      (request.postData() ?? '').includes('devicelab:panel:folds')
  );
  await button(page, 'Memory').click();
  await expect(button(page, 'Memory')).toHaveAttribute(
    'aria-expanded',
    'false'
  );
  await saved;
  const before = await panelOf(page)
    .getByRole('table', { name: 'Memory by cell' })
    .textContent();
  await page.reload();
  await command(page, 'devicelab:open-panel');
  await expect(
    panelOf(page).getByRole('table', { name: 'Memory by cell' })
  ).toHaveText(before ?? '');
  await expect(button(page, 'Memory')).toHaveAttribute(
    'aria-expanded',
    'false'
  );

  await restart(page);
  await expect(panelOf(page)).toContainText('Before the restart');
  const ghosts = panelOf(page).locator('.dl-Ghosts tr');
  await expect(ghosts).toHaveCount(3);
  await page.reload();
  await command(page, 'devicelab:open-panel');
  await expect(ghosts).toHaveCount(3);
});

test('the main area: a large chart, and two cells laid over each other', async ({
  page
}) => {
  await openIdle(page, 'main.ipynb', [spin(1), spin(1.5)]);
  await page.notebook.run();
  await button(page, 'Open large').click();
  const large = page.locator('.dl-MainWidget');
  const chart = large.locator('.dl-Chart-svg').first();
  await expect(chart).toBeVisible();
  const area = (await large.boundingBox())!;
  await expect
    .poll(async () => (await chart.boundingBox())!.height / area.height)
    .toBeGreaterThan(0.55);
  await large.getByRole('button', { name: '[1]' }).first().click();
  await large.getByRole('button', { name: '[2]' }).first().click();
  await expect(large.locator('.dl-Compare-line')).toHaveCount(2);
  const table = large.getByRole('table', { name: 'Two cells compared' });
  await expect(table).toContainText('[1][2]');

  // They stay picked when the kernel restarts, and stand beside those after it.
  await page.notebook.activate('main.ipynb');
  await restart(page);
  await expect(table).toContainText(
    '[1] before the restart[2] before the restart'
  );
  await expect(panelOf(page).first()).toHaveAttribute(...state('idle'));
  await page.notebook.runCell(0);
  await large.getByRole('button', { name: /^\[1\] \d/ }).click();
  await expect(table).toContainText('[2] before the restart[1]');
  for (const line of await large.locator('.dl-Compare-line').all()) {
    await expect(line).toHaveAttribute('d', /^M[\d.,]+L/);
  }
  expect(
    await large.evaluate(node => node.scrollWidth <= node.clientWidth)
  ).toBe(true);
});

test('the receipts are the truth about exercises, not the outputs of a notebook', async ({
  page
}) => {
  const foreign = {
    output_type: 'display_data',
    metadata: {},
    data: { 'application/vnd.devicelab.verdict+json': VERDICT }
  };
  // All notebooks here share their receipts: these two no other test answers.
  const guess =
    'cp.predict("m2.p1", tensor="no", product="no", numpy="no", double="no")';
  await putNotebook(
    page,
    'told.ipynb',
    [`from devicelab import cp\n${guess}`, 'cp.check("m2.q6")'],
    'python3',
    {},
    {
      1: [foreign]
    }
  );
  await openNotebook(page, 'told.ipynb');
  await command(page, 'devicelab:open-panel');
  const course = panelOf(page).locator('[data-section="course"]');
  const exercise = course.locator('li').nth(1);
  // Until the kernel has told of its receipts, the outputs stand in for them.
  await expect(exercise).not.toContainText('cpu');
  await page.notebook.runCell(0);
  await expect(course).toContainText('1 of 2');
  await expect(exercise).toContainText('next');
});

test('the status item shows the panel and puts it away', async ({ page }) => {
  await openIdle(page, 'toggle.ipynb', ['1']);
  const item = page.locator('.dl-StatusItem');
  await item.click();
  await expect(panelOf(page)).toBeHidden();
  await item.click();
  await expect(panelOf(page)).toBeVisible();
  expect((await item.getAttribute('title'))!.split('\n').length).toBeLessThan(
    3
  );
});

const VERDICT = {
  v: 1,
  kind: 'verdict',
  item: 'm2.q6',
  title: '',
  outcome: 'passed',
  message_id: null,
  what: 'Somebody else’s answer.',
  why: null,
  try: null,
  covers: null,
  subchecks: [],
  device: { type: 'cpu', name: null },
  sim: false,
  rehearsed: false,
  hints_shown: 0,
  hints_total: 3,
  attempt: 1,
  points: 1,
  max_points: 1,
  ms: 3,
  note: null
};
