import { expect, galata } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { changeKernel, openIdle, restart, state } from './cases';
import {
  command,
  countBootstraps,
  openNotebook,
  panelOf,
  putNotebook,
  spin,
  test,
  textOf,
  waitForKernel
} from './lab';

// Cases of what is sent, and of what stays behind, when nobody looks.

const TIMES = 100;
const THREADS =
  'import threading\nprint(sorted(t.name for t in threading.enumerate()))';

interface IPage {
  devicelabTimers: Map<number, string>;
  jupyterapp: {
    commands: { execute(id: string): Promise<unknown> };
    shell: { currentWidget: { id: string }; activateById(id: string): void };
  };
}

/** Keeps the intervals that we have set and not cleared; must come before the page is opened. */
async function watchTimers(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const running = new Map<number, string>();
    const { setInterval: set, clearInterval: clear } = window;
    Object.assign(window, {
      devicelabTimers: running,
      setInterval: (...args: Parameters<typeof set>) => {
        const id = Number(set(...args));
        running.set(id, new Error().stack ?? '');
        return id;
      },
      clearInterval: (id?: number) => {
        running.delete(id ?? 0);
        clear(id);
      }
    });
  });
  return () =>
    page.evaluate(() => {
      const stacks = (window as unknown as IPage).devicelabTimers.values();
      return [...stacks].filter(s => s.includes('extensions/devicelab')).length;
    });
}

/** How many websockets the page holds open. */
function watchSockets(page: Page): () => number {
  let open = 0;
  page.on('websocket', socket => {
    open += 1;
    socket.on('close', () => (open -= 1));
  });
  return () => open;
}

test.describe('with the status bar hidden', () => {
  test.use({
    mockSettings: {
      ...galata.DEFAULT_SETTINGS,
      '@jupyterlab/statusbar-extension:plugin': { visible: false }
    }
  });

  test('A5.32 out of sight nothing is sent; showing the panel sends one request', async ({
    page
  }) => {
    const sent = countBootstraps(page);
    await putNotebook(page, 'a32.ipynb', [spin(1)]);
    await openNotebook(page, 'a32.ipynb');
    // Not by galata's own way: that looks at the status bar.
    await command(page, 'notebook:run-cell');
    await restart(page);
    await command(page, 'notebook:run-cell');
    expect(sent()).toBe(0);
    await command(page, 'devicelab:open-panel');
    await expect(panelOf(page)).toHaveAttribute(...state('idle'));
    expect(sent()).toBe(1);
    await command(page, 'application:toggle-right-area');
    await expect(panelOf(page)).not.toBeVisible();
    await restart(page);
    await command(page, 'notebook:run-cell');
    expect(sent()).toBe(1);
    await command(page, 'devicelab:open-panel');
    await expect(panelOf(page)).toHaveAttribute(...state('idle'));
    await expect(panelOf(page)).toContainText('Python 3.');
    expect(sent()).toBe(2);
  });
});

test('the panel opened and closed 100 times leaves nothing', async ({
  page
}) => {
  const sent = countBootstraps(page);
  const timers = await watchTimers(page);
  const sockets = watchSockets(page);
  await openIdle(page, 'often.ipynb', [THREADS]);
  await page.notebook.runCell(0);
  const threads = await textOf(page, 0);
  const before = [await timers(), sockets()];
  await page.evaluate(async times => {
    const { commands } = (window as unknown as IPage).jupyterapp;
    for (let i = 0; i < times; i++) {
      await commands.execute('application:toggle-right-area');
      await commands.execute('devicelab:open-panel');
    }
  }, TIMES);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect.poll(async () => [await timers(), sockets()]).toEqual(before);
  await page.notebook.runCell(0);
  expect(await textOf(page, 0)).toBe(threads);
  expect(sent()).toBe(1);
});

test('100 changes between the kernels of two notebooks, and 5 new kernels, leave nothing', async ({
  page
}) => {
  const sent = countBootstraps(page);
  const timers = await watchTimers(page);
  const sockets = watchSockets(page);
  await openIdle(page, 'left.ipynb', [THREADS]);
  const left = await widgetId(page);
  await putNotebook(page, 'right.ipynb', [THREADS]);
  await page.notebook.open('right.ipynb');
  await waitForKernel(page);
  const right = await widgetId(page);
  await expect.poll(sent).toBe(2);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await page.notebook.runCell(0);
  const threads = await textOf(page, 0);
  const before = [await timers(), sockets()];
  await page.evaluate(
    ([times, ids]) => {
      const { shell } = (window as unknown as IPage).jupyterapp;
      for (let i = 0; i < times; i++) {
        shell.activateById(ids[i % 2]);
      }
    },
    [TIMES, [left, right]] as const
  );
  expect(await widgetId(page)).toBe(right);
  // The links of both kernels are still there: neither was asked again.
  expect(sent()).toBe(2);
  for (let i = 1; i <= 5; i++) {
    await changeKernel(page, { name: 'python3' });
    await expect.poll(sent).toBe(2 + i);
    await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  }
  await expect.poll(async () => [await timers(), sockets()]).toEqual(before);
  await page.notebook.runCell(0);
  expect(await textOf(page, 0)).toBe(threads);
});

/** The notebook in use, as a widget of the page. */
function widgetId(page: Page): Promise<string> {
  return page.evaluate(
    () => (window as unknown as IPage).jupyterapp.shell.currentWidget.id
  );
}
