import { expect, test } from '@playwright/test';
import { state } from '../tests/cases';
import {
  begin,
  command,
  panelOf,
  putNotebook,
  textOf,
  waitForKernel,
  watchChart
} from '../tests/lab';
import { busyCell } from '../tests/openCells';

test('cells that the server runs: the panel is live all the same', async ({
  page
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    if (/\/api\/kernels\/[^/]+\/execute/.test(request.url())) {
      asked.push(request.method());
    }
  });
  const cell = busyCell();
  await putNotebook(page, 'server.ipynb', [`${cell.code}\nprint("done")`]);
  await page.goto('/lab/tree/server.ipynb?reset');
  await waitForKernel(page);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  const draws = await watchChart(page);
  await begin(page, 'notebook:run-cell');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect.poll(draws).toBeGreaterThanOrEqual(3);
  cell.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect.poll(() => textOf(page, 0)).toBe('done\n');
  // The page did not run it itself.
  expect(asked).toContain('POST');
});
