import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import {
  begin,
  command,
  countBootstraps,
  openNotebook,
  panelOf,
  putNotebook,
  test,
  textOf
} from './lab';

/** Open a notebook on `kernel` with the panel beside it. */
async function openWithPanel(
  page: IJupyterLabPageFixture,
  sources: string[],
  kernel = 'python3'
): Promise<void> {
  await putNotebook(page, 'bad.ipynb', sources, kernel);
  await openNotebook(page, 'bad.ipynb');
  await command(page, 'devicelab:open-panel');
}

const state = (name: string): [string, string] => ['data-state', name];

test('a kernel of another language', async ({ page }) => {
  const sent = countBootstraps(page);
  await openWithPanel(page, ['hello'], 'echo');
  await expect(panelOf(page)).toHaveAttribute(...state('not-python'));
  await expect(panelOf(page)).toContainText('echo');
  await page.notebook.runCell(0);
  expect(await textOf(page, 0)).toBe('hello');
  expect(sent()).toBe(0);
});

test('a kernel without torch and psutil', async ({ page }) => {
  await openWithPanel(page, ['kept = list(range(10**6))'], 'bare');
  await expect(panelOf(page)).toContainText('torch not installed');
  await page.notebook.runCell(0);
  await expect(panelOf(page)).toContainText('in this process');
});

test('a notebook without a kernel, and one whose kernel was shut down', async ({
  page
}) => {
  await openWithPanel(page, ['1']);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await command(page, 'notebook:shutdown-kernel');
  await expect(panelOf(page)).toHaveAttribute(...state('no-kernel'));
  await expect(panelOf(page)).toContainText(/shut down|no kernel/i);
  await page.notebook.close(true);
  await expect(panelOf(page)).toHaveAttribute(...state('no-kernel'));
  await expect(panelOf(page)).toContainText(/notebook/i);
});

test('A5.2 a kernel that dies comes back by itself, and one that stays dead is said to be', async ({
  page
}) => {
  test.setTimeout(180_000);
  // Left by a first try, it would let no kernel start.
  await page.request.delete('/api/contents/die');
  await openWithPanel(
    page,
    [
      'import time; time.sleep(1.5)',
      'import os; os._exit(1)',
      'open("die", "w").close(); import os; os._exit(1)'
    ],
    'mortal'
  );
  await page.notebook.runCell(0);
  await expect(panelOf(page)).toContainText('Cell [1]');
  await page.notebook.selectCells(1);
  await begin(page, 'notebook:run-cell');
  await expect(panelOf(page)).toContainText('Before the restart');
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await page.notebook.runCell(0);
  await page.notebook.selectCells(2);
  await begin(page, 'notebook:run-cell');
  await expect(panelOf(page)).toHaveAttribute(...state('no-kernel'), {
    timeout: 90_000
  });
  await expect(panelOf(page)).toContainText('The kernel died.');
  // What may be the evidence of memory that ran out stays in sight.
  await expect(panelOf(page)).toContainText('Its last minute is kept below');
  await expect(
    panelOf(page).getByRole('heading', { name: 'Its last minute' })
  ).toBeVisible();
  await expect(panelOf(page).locator('.dl-Chart-area')).toBeVisible();
});

const HOSTILE = `
import json
kernel = get_ipython().kernel
def send(data):
    kernel.session.send(kernel.iopub_socket, "comm_msg", {"comm_id": "devicelab", "data": data},
                        parent=kernel.get_parent(), ident=b"comm-devicelab")
good = {"v": 2, "kind": "sample", "epoch": "0" * 32, "seq": 10**6, "t_mono": 1.0, "t_wall": 1.0,
        "phase": "running", "run": {"n": 1, "cell_id": None, "execution_count": 1, "seconds": 1.0},
        "period": 0.5, "slowdown": 1, "gap_ms": None, "cost_us": None, "sim": False, "error": None, "host": None,
        "mem": {"rss": 1, "system_total": 1, "system_available": 1, "device": "cpu", "allocated": None,
                "reserved": None, "driver": None, "allocated_peak": None, "recommended": None, "limit": None},
        "peak": {"rss": None, "allocated": None, "driver": None, "reserved": None}}
evil = "<img src=x onerror='window.devicelabHurt = true'>"
send("text"); send(None); send([1]); send({"kind": "sample"})
send({**good, "mem": {**good["mem"], "rss": "many"}})
send({**good, "mem": {**good["mem"], "rss": -5}})
send({**good, "extra": evil})
send({**good, "error": "x" * 10_000_000})
send({**good, "phase": evil})
# Only this one is of the protocol; it is of another agent, and so it is not drawn.
send({**good, "phase": "ended"})
`;

const HOSTILE_REPORT = `
import sys, types
evil = "<img src=x onerror='window.devicelabHurt = true'>"
class Answer(dict):
    def _repr_json_(self): return dict(self)
class Agent(types.ModuleType):
    PROTOCOL = 2
    def start(self): return Answer(reports.pop(0))
    def stop(self): pass
report = dict(sys.modules["_devicelab_agent"].report())
wrong = {**report, "torch": 5}
named = {**report, "torch": {"state": "loaded", "version": "2.13.0", "error": None,
                             "build": None, "bad_fork": None},
         "device": "cpu", "chip": {"name": evil, "threads": 2, "cores": []}}
reports = [wrong, named]
sys.modules["_devicelab_agent"] = Agent("_devicelab_agent")
`;

test('hostile messages are counted, drawn as text and never run', async ({
  page
}) => {
  await openWithPanel(page, [HOSTILE, HOSTILE_REPORT]);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  await page.notebook.runCell(0);
  await expect(panelOf(page)).toContainText('9 messages from this kernel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));

  await page.notebook.runCell(1);
  await command(page, 'devicelab:refresh');
  await expect(panelOf(page)).toHaveAttribute(...state('refused'));
  await command(page, 'devicelab:refresh');
  await expect(panelOf(page)).toContainText('<img src=x');
  expect(await panelOf(page).locator('img').count()).toBe(0);
  expect(
    await page.evaluate(
      () => (window as { devicelabHurt?: boolean }).devicelabHurt
    )
  ).toBeUndefined();
});
