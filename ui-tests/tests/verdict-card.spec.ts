import { expect } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import {
  MODULE,
  cellsOf,
  command,
  openNotebook,
  panelOf,
  putNotebook,
  test,
  textOf
} from './lab';

// The renderer of verdicts in outputs, and the list of exercises in the panel.

const WRONG = `import torch
from devicelab import cp
def pick_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
cp.check("m1.q1")`;
const RIGHT = `def pick_device():
    found = torch.accelerator.is_available()
    return torch.accelerator.current_accelerator() if found else torch.device("cpu")
cp.check("m1.q1")`;

const MIME = 'application/vnd.devicelab.verdict+json';
const HOSTILE = '<img src=x onerror="window.pwned = 1">';

/** A notebook that this server never signed, with a verdict among its outputs. */
function foreign(data: Record<string, unknown>): unknown {
  const output = { output_type: 'display_data', metadata: {}, data };
  const cell = {
    id: 'only',
    cell_type: 'code',
    source: 'cp.check("m1.q1")',
    metadata: {},
    execution_count: 1,
    outputs: [output]
  };
  const metadata = { kernelspec: { name: 'python3', display_name: 'python3' } };
  return { nbformat: 4, nbformat_minor: 5, metadata, cells: [cell] };
}

const VERDICT = {
  v: 1,
  kind: 'verdict',
  item: 'm1.q1',
  title: HOSTILE,
  outcome: 'failed',
  message_id: null,
  what: HOSTILE,
  why: null,
  try: null,
  covers: null,
  subchecks: [],
  device: { type: 'cpu', name: null },
  sim: true,
  rehearsed: false,
  hints_shown: 0,
  hints_total: 3,
  attempt: 1,
  points: 0,
  max_points: 1,
  ms: 1,
  note: null
};

test('a hint comes below the verdict, and the next prompt number stays', async ({
  page
}) => {
  await putNotebook(page, 'card.ipynb', [WRONG, RIGHT, '"next"']);
  await openNotebook(page, 'card.ipynb');
  await page.notebook.runCell(0);
  const card = page.locator('.dl-VerdictCard');
  await expect(card).toHaveAttribute('data-outcome', 'failed');
  await card.getByRole('button', { name: 'Hint 1 of 3' }).click();
  await expect(card.getByRole('button', { name: 'Hint 2 of 3' })).toBeVisible();
  await expect
    .poll(() => textOf(page, 0))
    .toContain('m1.q1 Pick the device: hint 1 of 3');
  await page.notebook.runCell(1);
  const [first, second] = await cellsOf(page);
  expect([first.execution_count, second.execution_count]).toEqual([1, 2]);
  await expect(card.nth(1)).toHaveAttribute('data-outcome', 'passed');
  // A wrong answer after hints says which hint is next.
  await page.notebook.runCell(0);
  await expect(
    card.first().getByRole('button', { name: 'Hint 2 of 3' })
  ).toBeVisible();
});

test('a button waits while the kernel is busy', async ({ page }) => {
  await putNotebook(page, 'busy.ipynb', [WRONG, 'name = input("go on? ")']);
  await openNotebook(page, 'busy.ipynb');
  await page.notebook.runCell(0);
  const hint = page.locator('.dl-VerdictCard').getByRole('button');
  await expect(hint).toBeEnabled();
  await page.notebook.selectCells(1);
  const done = command(page, 'notebook:run-cell');
  await expect(hint).toBeDisabled();
  await page.locator('.jp-Stdin-input').press('Enter');
  await done;
  await expect(hint).toBeEnabled();
});

test('an untrusted notebook shows its verdict as text, and runs nothing', async ({
  page
}) => {
  const html = '<p>the other form</p>';
  await page.request.put('/api/contents/foreign.ipynb', {
    data: {
      type: 'notebook',
      content: foreign({ [MIME]: VERDICT, 'text/html': html })
    }
  });
  await openNotebook(page, 'foreign.ipynb');
  const output = page.locator('.jp-OutputArea-output');
  await expect(output.locator('.dl-VerdictCard')).toContainText(HOSTILE);
  await expect(output).toContainText('not verified on a real one');
  await expect(output).not.toContainText('the other form');
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
});

test('what only calls itself a verdict is shown as its text', async ({
  page
}) => {
  const data = { [MIME]: { kind: 'verdict' }, 'text/plain': 'plain words' };
  await page.request.put('/api/contents/forged.ipynb', {
    data: { type: 'notebook', content: foreign(data) }
  });
  await openNotebook(page, 'forged.ipynb');
  await expect(page.locator('.jp-OutputArea-output')).toHaveText('plain words');
});

test('the panel lists the exercises of module 1 and goes to them', async ({
  page
}) => {
  await openNotebook(page, MODULE);
  const list = panelOf(page).locator('.dl-Course-list');
  await expect(list.locator('li').first()).toContainText('Your prediction');
  await expect(list.locator('li').first()).toContainText('next');
  await expect(list.locator('li').nth(1)).toContainText('Pick the device');
  // The chip's card stands last, under *Further*.
  await list.getByRole('button').last().click();
  const active = page.locator('.jp-Notebook .jp-Cell.jp-mod-active');
  await expect(active).toContainText('cp.check("m1.q2")');
  await expect(active).toBeInViewport();
  await command(page, 'devicelab:next-exercise');
  await expect(active).toContainText('cp.predict("m1.p1"');
});

test('a right answer goes on to the next exercise', async ({ page }) => {
  await putNotebook(page, 'next.ipynb', [
    'import torch\nfrom devicelab import cp',
    RIGHT,
    '# far below',
    'cp.check("m1.q3")'
  ]);
  await openNotebook(page, 'next.ipynb');
  await command(page, 'devicelab:open-panel');
  await page.notebook.runCell(0);
  await page.notebook.runCell(1);
  const list = panelOf(page).locator('.dl-Course-list li');
  await expect(list.first()).toHaveText('m1.q1cpu');
  await page.getByRole('button', { name: 'Next: m1.q3' }).click();
  await expect(
    page.locator('.jp-Notebook .jp-Cell.jp-mod-active')
  ).toContainText('cp.check("m1.q3")');
});

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const widthOf = (image: Locator): Promise<number> =>
  image.evaluate(node => (node as HTMLImageElement).naturalWidth);

test('an untrusted notebook shows the picture of a verdict, in either form', async ({
  page
}) => {
  const alt = ['GPU', 'ahead', 'from', '256.'].join(' ');
  const picture = { alt, lines: [], png: PIXEL };
  const html = `<div><img alt="the other form" width="480" src="data:image/png;base64,${PIXEL}"></div>`;
  const forms: [string, Record<string, unknown>][] = [
    ['drawn.ipynb', { [MIME]: { ...VERDICT, picture }, 'text/html': html }],
    ['html.ipynb', { 'text/html': html }]
  ];
  for (const [name, data] of forms) {
    await page.request.put(`/api/contents/${name}`, {
      data: { type: 'notebook', content: foreign(data) }
    });
    await openNotebook(page, name);
    const image = page.locator('.jp-OutputArea-output img');
    await expect(image).toBeVisible();
    await expect(image).toHaveAttribute(
      'alt',
      name === 'drawn.ipynb' ? alt : 'the other form'
    );
    await expect.poll(() => widthOf(image)).toBe(1);
  }
});

test('copied, moved and deleted checks: each exercise is listed once, where it is checked first', async ({
  page
}) => {
  await putNotebook(page, 'copies.ipynb', [
    'import torch\nfrom devicelab import cp',
    '# the second exercise stands first\ncp.check("m1.q3")',
    RIGHT,
    RIGHT,
    '# cp.check("m1.q6")',
    'cp.predict("m1.p1", ...)'
  ]);
  await openNotebook(page, 'copies.ipynb');
  await command(page, 'devicelab:open-panel');
  const list = panelOf(page).locator('.dl-Course-list li');
  await expect(list).toHaveText([/^m1\.q3/, /^m1\.q1/, /^Your prediction/]);
  await list.nth(1).getByRole('button').click();
  const active = page.locator('.jp-Notebook .jp-Cell.jp-mod-active');
  await expect(active).toContainText('def pick_device');
  // Passed in the second copy: done, wherever it was.
  await page.notebook.runCell(0);
  await page.notebook.runCell(3);
  await expect(list.nth(1)).toHaveText('m1.q1cpu');
  await page.notebook.selectCells(1);
  await command(page, 'notebook:delete-cell');
  await expect(list).toHaveText([/^m1\.q1/, /^Your prediction/]);
});
