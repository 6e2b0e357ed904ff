import { expect } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { beginCell, openIdle, state } from './cases';
import { panelOf, spin, test, textOf, watchChart } from './lab';

// A kernel far away: every message to it and from it is half a second late.

const LATE_MS = 500;
const BOOTSTRAP = '_devicelab_loader';

/** What went over the kernel's line, by what only it carries. */
interface ILine {
  bootstraps: number;
}

/** Hold each message of the kernels' lines back, in both directions and in order. */
async function slowDown(page: Page): Promise<ILine> {
  const line: ILine = { bootstraps: 0 };
  await page.routeWebSocket(/\/api\/kernels\/.*\/channels/, socket => {
    const server = socket.connectToServer();
    socket.onMessage(message => {
      line.bootstraps += message.toString().includes(BOOTSTRAP) ? 1 : 0;
      setTimeout(() => server.send(message), LATE_MS);
    });
    server.onMessage(message => {
      setTimeout(() => socket.send(message), LATE_MS);
    });
  });
  return line;
}

/** The states that the panel goes through from now on. */
async function watchStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { devicelabStates: seen });
    const note = () =>
      seen.add(
        document.querySelector<HTMLElement>('.dl-Panel')?.dataset.state ?? ''
      );
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-state']
    });
    note();
  });
  return () =>
    page.evaluate(() => [
      ...(window as unknown as { devicelabStates: Set<string> }).devicelabStates
    ]);
}

test('A5.31 a kernel half a second away: live, asked once, and never called lost', async ({
  page
}) => {
  const line = await slowDown(page);
  await openIdle(page, 'a31.ipynb', [`${spin(5)}\nprint("done")`]);
  const states = await watchStates(page);
  const draws = await watchChart(page);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect.poll(draws).toBeGreaterThanOrEqual(3);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect.poll(() => textOf(page, 0)).toBe('done\n');
  expect(await states()).toEqual(['idle', 'live']);
  expect(line.bootstraps).toBe(1);
});
