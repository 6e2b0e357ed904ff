import { expect, test } from '@playwright/test';
import { changeKernel, state } from '../tests/cases';
import {
  command,
  countBootstraps,
  panelOf,
  putNotebook,
  textOf,
  waitForKernel
} from '../tests/lab';

test('A5.4 a kernel of bash, and back to Python', async ({ page }) => {
  const sent = countBootstraps(page);
  await putNotebook(page, 'bash.ipynb', ['echo "from $0"'], 'bash');
  await page.goto('/lab/tree/bash.ipynb?reset');
  await waitForKernel(page);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('not-python'));
  await expect(panelOf(page)).toContainText('This kernel runs bash.');
  await command(page, 'notebook:run-cell');
  expect(await textOf(page, 0)).toContain('bash');
  expect(sent()).toBe(0);
  await changeKernel(page, { name: 'python3' });
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(sent()).toBe(1);
});
