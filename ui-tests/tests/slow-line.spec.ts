import { expect } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { beginCell, openIdle, state } from './cases';
import { command, panelOf, test, textOf, watchChart } from './lab';
import { isBootstrap, readMessage } from './messages';
import { busyCell } from './openCells';

// A kernel far away: every message to it and from it is half a second late.

const LATE_MS = 500;

/** What of ours went over the kernel's line. */
interface ILine {
  bootstraps: number;
  /** Requests without a reply as yet. */
  open: Set<string>;
  /** The most of these at one time. */
  mostOpen: number;
}

/** Hold each message of the kernels' lines back, in both directions and in order. */
async function slowDown(page: Page): Promise<ILine> {
  const line: ILine = { bootstraps: 0, open: new Set(), mostOpen: 0 };
  await page.routeWebSocket(/\/api\/kernels\/.*\/channels/, socket => {
    const server = socket.connectToServer();
    socket.onMessage(message => {
      noteSent(line, message);
      setTimeout(() => server.send(message), LATE_MS);
    });
    server.onMessage(message => {
      setTimeout(() => {
        noteReceived(line, message);
        socket.send(message);
      }, LATE_MS);
    });
  });
  return line;
}

function noteSent(line: ILine, payload: string | Buffer): void {
  const message = readMessage(payload);
  if (isBootstrap(message)) {
    line.bootstraps += 1;
    line.open.add(message.header.msg_id);
    line.mostOpen = Math.max(line.mostOpen, line.open.size);
  }
}

function noteReceived(line: ILine, payload: string | Buffer): void {
  const { header, parent_header: parent } = readMessage(payload);
  if (header.msg_type === 'execute_reply') {
    line.open.delete(parent.msg_id ?? '');
  }
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
  const cell = busyCell();
  await openIdle(page, 'a31.ipynb', [`${cell.code}\nprint("done")`]);
  expect(line.bootstraps).toBe(1);
  const states = await watchStates(page);
  const draws = await watchChart(page);
  await beginCell(page, 0);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect.poll(draws).toBeGreaterThanOrEqual(3);
  cell.end();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await expect.poll(() => textOf(page, 0)).toBe('done\n');
  expect(await states()).toEqual(['idle', 'live']);
  expect(line.bootstraps).toBe(1);
  // Clicks faster than answers: one question at a time.
  for (let i = 0; i < 5; i++) {
    await command(page, 'devicelab:refresh');
  }
  await expect.poll(() => line.open.size).toBe(0);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(line.bootstraps).toBeGreaterThan(1);
  expect(line.mostOpen).toBe(1);
});
