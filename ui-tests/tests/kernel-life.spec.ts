import { expect } from '@jupyterlab/galata';
import type { Page, WebSocketRoute } from '@playwright/test';
import {
  beginCell,
  changeKernel,
  openIdle,
  openWithPanel,
  restart,
  state
} from './cases';
import {
  begin,
  cellsOf,
  command,
  countBootstraps,
  panelOf,
  spin,
  test,
  textOf
} from './lab';
import { busyCell } from './openCells';

/** Ends the page's websockets and lets no new one through until told to. */
async function cutLine(page: Page): Promise<ILine> {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/\/channels/, socket => {
    if (isCut) {
      // Not 1000 or 1001: after those JupyterLab does not try again.
      void socket.close({ code: 4000 });
      return;
    }
    socket.connectToServer();
    open.add(socket);
  });
  return {
    cut: async () => {
      isCut = true;
      await Promise.all([...open].map(socket => socket.close({ code: 4000 })));
    },
    mend: () => {
      isCut = false;
    }
  };
}

interface ILine {
  cut(): Promise<void>;
  mend(): void;
}

// Cases of a kernel that comes and goes, and of the line to it.

test('A5.1 a restart during a live sample: the old run stays as a ghost', async ({
  page
}) => {
  const sent = countBootstraps(page);
  await openIdle(page, 'a1.ipynb', [spin(60)]);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  expect(sent()).toBe(1);
  await restart(page);
  await expect(panelOf(page)).toContainText('Before the restart');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  // No sample of the kernel's earlier life comes late.
  await expect(panelOf(page).locator('.dl-Chart')).toHaveCount(0);
  expect(sent()).toBe(2);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  expect(sent()).toBe(2);
});

test('a kernel that does not answer: since when, and what to do', async ({
  page
}) => {
  await openIdle(page, 'silent.ipynb', ['import os; print(os.getpid())']);
  await page.notebook.runCell(0);
  const pid = Number(await textOf(page, 0));
  process.kill(pid, 'SIGSTOP');
  try {
    await command(page, 'devicelab:refresh');
    await expect(panelOf(page)).toContainText(/has not answered for \d+ s/);
    await expect(panelOf(page)).toContainText('restart the kernel');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect(panelOf(page)).not.toContainText('has not answered');
});

test('A5.2 a kernel that stays dead while the line is down has died, too', async ({
  page
}) => {
  test.setTimeout(180_000);
  await page.request.delete('/api/contents/die');
  const line = await cutLine(page);
  await openIdle(
    page,
    'a2.ipynb',
    ['open("die", "w").close(); import os; os._exit(1)'],
    'mortal'
  );
  await beginCell(page, 0);
  // Connected again, and in vain: the next death is told to nobody.
  await expect(panelOf(page)).toHaveAttribute(...state('probing'));
  await line.cut();
  await expect(panelOf(page)).toHaveAttribute(...state('no-kernel'), {
    timeout: 90_000
  });
  await expect(panelOf(page)).toContainText('The kernel died.');
});

test('A5.4 a kernel switched to another language and back', async ({
  page
}) => {
  const sent = countBootstraps(page);
  const cell = busyCell();
  await openIdle(page, 'a4.ipynb', [cell.code]);
  await changeKernel(page, { name: 'echo' });
  await expect(panelOf(page)).toHaveAttribute(...state('not-python'));
  await expect(panelOf(page)).toContainText('This kernel runs echo.');
  await page.notebook.runCell(0);
  expect(sent()).toBe(1);
  await changeKernel(page, { name: 'python3' });
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  cell.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(sent()).toBe(2);
});

test('A5.5 a kernel shut down from the Running panel', async ({ page }) => {
  await openIdle(page, 'a5.ipynb', [spin(60)]);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await command(page, 'running:show-panel');
  const row = page
    .locator('#jp-running-sessions .jp-RunningSessions-item')
    .filter({ hasText: /a5\.ipynb\s*\(/ })
    .last();
  await row.hover();
  await row.locator('.jp-RunningSessions-itemShutdown').click();
  await expect(panelOf(page)).toHaveAttribute(...state('no-kernel'));
  await expect(panelOf(page)).toContainText('The kernel was shut down.');
});

test('A5.7 the websocket dies in mid-cell and comes back: a gap, then live again', async ({
  page
}) => {
  const sent = countBootstraps(page);
  const line = await cutLine(page);
  await openIdle(page, 'a7.ipynb', [busyCell().code]);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await line.cut();
  await expect(panelOf(page)).toHaveAttribute(...state('disconnected'));
  await expect(panelOf(page)).toContainText('The page has lost the kernel.');
  await expect(panelOf(page)).toContainText(/numbers below are .* old/);
  line.mend();
  await expect(panelOf(page)).toHaveAttribute(...state('live'), {
    timeout: 60_000
  });
  await expect(panelOf(page).locator('.dl-Chart-gaps rect')).not.toHaveCount(0);
  // Busy all the while, so nothing was asked.
  expect(sent()).toBe(1);
  await command(page, 'notebook:interrupt-kernel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
});

test('A5.25 Run All with an error in the middle aborts neither us nor more than it should', async ({
  page
}) => {
  const sent = countBootstraps(page);
  const cell = busyCell();
  await openWithPanel(page, 'a25.ipynb', [cell.code, '1 / 0', 'b = 2']);
  cell.end();
  await begin(page, 'notebook:run-all-cells');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect
    .poll(async () => (await cellsOf(page))[1].execution_count)
    .toBe(2);
  await expect(panelOf(page)).toContainText('Python 3.');
  await begin(page, 'notebook:restart-run-all');
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(panelOf(page)).toContainText('Cell [1]');
  cell.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect
    .poll(async () => (await cellsOf(page)).map(c => c.execution_count))
    .toEqual([1, 2, null]);
  await expect(panelOf(page)).toContainText('Python 3.');
  expect(sent()).toBe(2);
});
