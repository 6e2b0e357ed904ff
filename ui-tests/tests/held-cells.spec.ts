import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jupyterlab/galata';
import { beginCell, openIdle, state } from './cases';
import { command, panelOf, spin, test, textOf } from './lab';

// Cases of a cell that runs and is held up.

/**
 * A pipe, and the code of a native call that reads from it without letting go of
 * the interpreter: it lasts until the test writes, however fast the machine is.
 */
function heldCall(): { code: string; end: () => void; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'devicelab-held-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const code = [
    'import ctypes, os',
    `pipe = os.open(${JSON.stringify(pipe)}, os.O_RDWR)`,
    'ctypes.PyDLL(None).read(pipe, ctypes.create_string_buffer(1), 1)',
    'os.close(pipe)'
  ].join('\n');
  return {
    code,
    end: () => writeFileSync(pipe, '.'),
    remove: () => rmSync(folder, { recursive: true })
  };
}

test('A5.11 a cell that asks with input()', async ({ page }) => {
  await openIdle(page, 'a11.ipynb', [
    `name = input("who? ")\n${spin(2)}\nprint(name)`
  ]);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('awaiting-input'));
  await expect(panelOf(page)).toContainText('The cell waits for you.');
  await page.locator('.jp-Stdin-input').fill('Ada');
  await page.locator('.jp-Stdin-input').press('Enter');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(await textOf(page, 0)).toBe('who?  Ada\nAda\n');
});

test('A5.12 a cell stopped at a breakpoint', async ({ page }) => {
  await openIdle(page, 'a12.ipynb', [`${spin(2)}\nx = 1\n${spin(2)}`]);
  await page.debugger.switchOn();
  await page.notebook.waitForCellGutter(0);
  await page.notebook.clickCellGutter(0, 4);
  await page.debugger.waitForBreakPoints();
  // The debugger's own panel has taken the place of ours.
  await command(page, 'devicelab:open-panel');
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('debugging'), {
    timeout: 20_000
  });
  await expect(panelOf(page)).toContainText('stopped at a breakpoint');
  await command(page, 'debugger:continue');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
});

test('A5.16 a native call that holds the interpreter is named, with how long', async ({
  page
}) => {
  const call = heldCall();
  await openIdle(page, 'a16.ipynb', [`${spin(1)}\n${call.code}`, call.code]);
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
