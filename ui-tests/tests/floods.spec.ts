import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import { beginCell, openIdle, state } from './cases';
import { panelOf, spin, test, textOf } from './lab';
import { busyCell } from './openCells';

// Cases of a kernel that says far too much.

/**
 * Longest time for which the page may stand still, in milliseconds. No stopwatch:
 * JupyterLab alone stands still for 2 to 9 s on two cores while it draws so many
 * lines, and a page that drew the panel for each message would for minutes.
 */
const STILL_MS = 20_000;

interface IPage {
  devicelabPulse: { last: number; longest: number };
}

/** From now on a timer of the page keeps the longest time between two of its ticks. */
async function watchPulse(
  page: IJupyterLabPageFixture
): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const pulse = { last: performance.now(), longest: 0 };
    Object.assign(window, { devicelabPulse: pulse });
    window.setInterval(() => {
      const now = performance.now();
      pulse.longest = Math.max(pulse.longest, now - pulse.last);
      pulse.last = now;
    }, 50);
  });
  return () =>
    page.evaluate(() => (window as unknown as IPage).devicelabPulse.longest);
}

const LINES = `
import sys
for i in range(10**5):
    print(i)
    if i % 10 == 0: sys.stdout.flush()
`;

test('A5.22 a flood of 100,000 lines: the page answers, and the panel goes on', async ({
  page
}) => {
  const after = busyCell();
  await openIdle(page, 'a22.ipynb', [LINES, after.code]);
  const longest = await watchPulse(page);
  await beginCell(page, 0);
  await expect(panelOf(page)).toContainText('Cell [1]', { timeout: 60_000 });
  await expect
    .poll(() => textOf(page, 0), { timeout: 60_000 })
    .toMatch(/99999|rate exceeded/);
  // The server may have dropped the cell's last sample: the panel asks then.
  await expect(panelOf(page)).toHaveAttribute(...state('idle'), {
    timeout: 60_000
  });
  await beginCell(page, 1);
  await expect(panelOf(page)).toHaveAttribute(...state('live'));
  await expect(panelOf(page)).toContainText('Cell [2]');
  after.end();
  expect(await longest()).toBeLessThan(STILL_MS);
});

const HOSTILE = `
import sys, time
kernel = get_ipython().kernel
def send(data):
    kernel.session.send(kernel.iopub_socket, "comm_msg", {"comm_id": "devicelab", "data": data},
                        parent=kernel.get_parent(), ident=b"comm-devicelab")
evil = "<img src=x onerror='window.devicelabHurt = true'>"
like_ours = {"v": 2, "kind": "sample", "epoch": "0" * 32, "seq": 1, "t_mono": 1.0, "t_wall": 1.0,
             "phase": "running", "run": {"n": 1, "cell_id": None, "execution_count": 1, "seconds": 1.0},
             "period": 0.5, "slowdown": 1, "gap_ms": None, "cost_us": None, "sim": False, "error": None, "host": None,
             "mem": {"rss": 1, "system_total": 1, "system_available": 1, "device": "cpu", "allocated": None,
                     "reserved": None, "driver": None, "allocated_peak": None, "recommended": None, "limit": None},
             "peak": {"rss": None, "allocated": None, "driver": None, "reserved": None}}
began, sent = time.monotonic(), 0
while time.monotonic() - began < 3:
    send({"kind": "sample", "phase": evil} if sent % 2 else {**like_ours, "seq": sent, "t_mono": float(sent)})
    sent += 1
    ahead = sent / 10_000 - (time.monotonic() - began)
    if ahead > 0: time.sleep(ahead)
`;

test('A5.34 thousands of hostile messages a second under our name', async ({
  page
}) => {
  await openIdle(page, 'a34.ipynb', [HOSTILE, spin(2)]);
  const longest = await watchPulse(page);
  await beginCell(page, 0);
  await expect(panelOf(page)).toContainText(
    /\d{2,} messages from this kernel were not devicelab/
  );
  // Not after the first has ended: the flood may cost JupyterLab the word of that.
  await beginCell(page, 1);
  await expect(panelOf(page)).toContainText('Cell [2]');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(await longest()).toBeLessThan(STILL_MS);
  expect(await panelOf(page).locator('img').count()).toBe(0);
  const isHurt = await page.evaluate(() => 'devicelabHurt' in window);
  expect(isHurt).toBe(false);
});
