import { expect } from '@jupyterlab/galata';
import { beginCell, changeKernel, openIdle, state } from './cases';
import {
  command,
  openNotebook,
  panelOf,
  putNotebook,
  spin,
  test as shared
} from './lab';
import { OwnServer } from './ownServer';

// Cases that need a server of their own: to be killed, or set up otherwise.

const test = shared.extend<{ server: OwnServer }>({
  // eslint-disable-next-line no-empty-pattern -- a fixture's first argument must be destructured
  server: async ({}, use) => {
    const server = await OwnServer.make();
    await server.start();
    await use(server);
    await server.dispose();
  },
  baseURL: async ({ server }, use) => use(server.url)
});

test('A5.6 the server is killed and started again', async ({
  page,
  server
}) => {
  await openIdle(page, 'a6.ipynb', [spin(60)]);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await server.kill();
  await expect(panelOf(page)).toHaveAttribute(...state('disconnected'));
  await expect(panelOf(page)).toContainText(/numbers below are .* old/);
  await server.start();
  // That server knows nothing of the kernel.
  await expect(panelOf(page)).toHaveAttribute(...state('no-kernel'), {
    timeout: 60_000
  });
  await expect(panelOf(page)).toContainText('The kernel was shut down.');
  await changeKernel(page, { name: 'python3' });
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
});

test('A5.43 the panel disabled while the status item is on, and the reverse', async ({
  page,
  server
}) => {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  const item = page.locator('.dl-StatusWidget');

  await server.labextension('disable', 'devicelab:panel', '--level=user');
  await putNotebook(page, 'a43.ipynb', ['import torch']);
  await openNotebook(page, 'a43.ipynb');
  await expect(item).toContainText('torch not imported yet');
  await page.notebook.runCell(0);
  await expect(item).toContainText(/MiB/);
  await item.locator('button').click();
  await expect(panelOf(page)).toHaveCount(0);

  await server.labextension('enable', 'devicelab:panel', '--level=user');
  await server.labextension('disable', 'devicelab:status', '--level=user');
  await openNotebook(page, 'a43.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect(item).toHaveCount(0);
  expect(errors).toEqual([]);
});
