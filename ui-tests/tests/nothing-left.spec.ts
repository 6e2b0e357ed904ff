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

interface IKernel {
  statusChanged: object;
  requestListSubshell(content: object): {
    done: Promise<{ content: { subshell_id: string[] } }>;
  };
}
interface IPage {
  devicelabTimers: Map<number, string>;
  devicelabSlots: { made: number; left: number };
  jupyterapp: {
    commands: { execute(id: string): Promise<unknown> };
    shell: {
      currentWidget: {
        id: string;
        sessionContext: { session: { kernel: IKernel } };
      };
      activateById(id: string): void;
    };
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

/** From now on: how many slots we connect to signals, and how many of these are still connected. */
async function watchSignals(
  page: Page
): Promise<() => Promise<{ made: number; left: number }>> {
  await page.evaluate(() => {
    const slots = { made: 0, left: 0 };
    const { shell } = (window as unknown as IPage).jupyterapp;
    const { kernel } = shell.currentWidget.sessionContext.session;
    let type = Object.getPrototypeOf(kernel.statusChanged);
    while (!Object.getOwnPropertyNames(type).includes('connect')) {
      type = Object.getPrototypeOf(type);
    }
    const count = (name: string, step: number) => {
      const original = type[name];
      type[name] = function (...args: unknown[]) {
        const done = original.apply(this, args);
        // The caller itself: JupyterLab's resize observers connect to themselves.
        const caller = new Error().stack?.split('\n')[2];
        const isOurs = caller?.includes('extensions/devicelab');
        slots.left += done && isOurs ? step : 0;
        slots.made += done && isOurs && step > 0 ? 1 : 0;
        return done;
      };
    };
    count('connect', 1);
    count('disconnect', -1);
    Object.assign(window, { devicelabSlots: slots });
  });
  return () => page.evaluate(() => (window as unknown as IPage).devicelabSlots);
}

/** How many subshells the kernel of the current notebook has. */
function subshells(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { shell } = (window as unknown as IPage).jupyterapp;
    const { kernel } = shell.currentWidget.sessionContext.session;
    const reply = await kernel.requestListSubshell({}).done;
    return reply.content.subshell_id.length;
  });
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
  const slots = await watchSignals(page);
  const left = async () => [
    await timers(),
    sockets(),
    (await slots()).left,
    await subshells(page)
  ];
  const before = await left();
  await page.evaluate(async times => {
    const { commands } = (window as unknown as IPage).jupyterapp;
    for (let i = 0; i < times; i++) {
      await commands.execute('application:toggle-right-area');
      await commands.execute('devicelab:open-panel');
    }
  }, TIMES);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect.poll(left).toEqual(before);
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
  const before = [await timers(), sockets(), await subshells(page)];
  const slots = await watchSignals(page);
  await page.evaluate(
    async ([times, ids]) => {
      const { shell } = (window as unknown as IPage).jupyterapp;
      for (let i = 0; i < times; i++) {
        shell.activateById(ids[i % 2]);
        while (shell.currentWidget.id !== ids[i % 2]) {
          await new Promise(done => requestAnimationFrame(done));
        }
      }
    },
    [TIMES, [left, right]] as const
  );
  expect(await widgetId(page)).toBe(right);
  const { made, left: kept } = await slots();
  expect(made).toBeGreaterThanOrEqual(TIMES);
  expect(kept).toBe(0);
  // The links of both kernels are still there: neither was asked again.
  expect(sent()).toBe(2);
  for (let i = 1; i <= 5; i++) {
    await changeKernel(page, { name: 'python3' });
    await expect.poll(sent).toBe(2 + i);
    await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  }
  await expect
    .poll(async () => [await timers(), sockets(), await subshells(page)])
    .toEqual(before);
  await page.notebook.runCell(0);
  expect(await textOf(page, 0)).toBe(threads);
});

/** The notebook in use, as a widget of the page. */
function widgetId(page: Page): Promise<string> {
  return page.evaluate(
    () => (window as unknown as IPage).jupyterapp.shell.currentWidget.id
  );
}
