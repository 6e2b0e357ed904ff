import { expect } from '@jupyterlab/galata';
import { beginCell, openIdle, state } from './cases';
import { command, panelOf, test, textOf } from './lab';
import { busyCell, heldCell } from './openCells';

// Cases of a cell that runs and is held up.

test('A5.11 a cell that asks with input()', async ({ page }) => {
  const rest = busyCell();
  await openIdle(page, 'a11.ipynb', [
    `name = input("who? ")\n${rest.code}\nprint(name)`
  ]);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('awaiting-input'));
  await expect(panelOf(page)).toContainText('The cell waits for you.');
  await page.locator('.jp-Stdin-input').fill('Ada');
  await page.locator('.jp-Stdin-input').press('Enter');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  rest.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect.poll(() => textOf(page, 0)).toBe('who?  Ada\nAda\n');
});

test('A5.12 a cell stopped at a breakpoint', async ({ page }) => {
  const rest = busyCell();
  await openIdle(page, 'a12.ipynb', [
    `import time\ntime.sleep(2)\nx = 1\n${rest.code}`
  ]);
  await page.debugger.switchOn();
  await page.notebook.waitForCellGutter(0);
  await page.notebook.clickCellGutter(0, 3);
  await page.debugger.waitForBreakPoints();
  // The debugger's own panel has taken the place of ours.
  await command(page, 'devicelab:open-panel');
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('debugging'));
  await expect(panelOf(page)).toContainText('stopped at a breakpoint');
  await command(page, 'debugger:continue');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  rest.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
});

test('A5.16 a native call that holds the interpreter is named, with how long', async ({
  page
}) => {
  const call = heldCell();
  await openIdle(page, 'a16.ipynb', [
    `import time\ntime.sleep(1)\n${call.code}`,
    call.code
  ]);
  // In mid-cell, and from the first moment of a cell on: there no sample tells of it.
  for (const index of [0, 1]) {
    await beginCell(page, index);
    await expect(panelOf(page)).toHaveAttribute(...state('quiet'));
    await expect(panelOf(page)).toContainText('inside one long native call');
    await expect(panelOf(page)).toContainText(/No reading for \d+ s/);
    call.end();
    await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  }
  call.remove();
});
