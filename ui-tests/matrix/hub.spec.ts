import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { state } from '../tests/cases';
import {
  begin,
  command,
  panelOf,
  waitForKernel,
  watchChart
} from '../tests/lab';
import { busyCell } from '../tests/openCells';

interface IPage {
  jupyterapp: {
    restored: Promise<void>;
    serviceManager: {
      contents: {
        save(path: string, model: Record<string, unknown>): Promise<unknown>;
      };
    };
  };
}

/** Write a notebook as the signed-in user: the page holds the tokens that the hub asks for. */
async function saveNotebook(page: Page, path: string, source: string) {
  await page.waitForFunction(() => 'jupyterapp' in window);
  await page.evaluate(
    async ([name, code]) => {
      const { restored, serviceManager } = (window as unknown as IPage)
        .jupyterapp;
      await restored;
      const cell = { id: 'only', cell_type: 'code', source: code };
      const parts = { metadata: {}, outputs: [], execution_count: null };
      await serviceManager.contents.save(name, {
        type: 'notebook',
        format: 'json',
        content: {
          nbformat: 4,
          nbformat_minor: 5,
          metadata: {
            kernelspec: { name: 'python3', display_name: 'Python 3' }
          },
          cells: [{ ...cell, ...parts }]
        }
      });
    },
    [path, source] as const
  );
}

test('a kernel behind JupyterHub: the panel is live while a cell runs', async ({
  page
}) => {
  await page.goto('/hub/login');
  await page.locator('#username_input').fill('ada');
  await page.locator('#password_input').fill('any');
  await page.locator('#login_submit').click();
  await page.waitForURL('**/user/ada/lab**', { timeout: 90_000 });
  const cell = busyCell();
  await saveNotebook(page, 'hub.ipynb', cell.code);
  await page.goto('/user/ada/lab/tree/hub.ipynb?reset');
  await waitForKernel(page);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  const draws = await watchChart(page);
  await begin(page, 'notebook:run-cell');
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect.poll(draws).toBeGreaterThanOrEqual(3);
  cell.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect(panelOf(page)).toContainText('Cell [1]');
});
