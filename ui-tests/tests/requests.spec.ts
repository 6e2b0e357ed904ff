import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { kernelId, openBeside, openIdle, state } from './cases';
import {
  begin,
  command,
  openNotebook,
  panelOf,
  putNotebook,
  test,
  textOf,
  watchChart
} from './lab';
import type { IMessage } from './messages';
import { isBootstrap, watchTraffic } from './messages';
import { busyCell } from './openCells';

// Cases of what is asked of a kernel, and of what the server makes of it.

interface IPage {
  jupyterapp: {
    shell: {
      currentWidget: {
        sessionContext: { session: { kernel: { subshellId: string | null } } };
      };
    };
  };
}

/** What is done with a notebook and its kernel, whoever watches. */
async function work(
  page: IJupyterLabPageFixture,
  path: string,
  watch: () => Promise<void>
): Promise<void> {
  const cell = busyCell();
  await putNotebook(page, path, [cell.code, 'print("done")']);
  // Without the notebooks that were open before.
  await openNotebook(page, `${path}?reset`);
  await begin(page, 'notebook:run-all-cells');
  await watch();
  cell.end();
  await expect.poll(() => textOf(page, 1)).toBe('done\n');
}

/**
 * What went out, by channel and type. JupyterLab asks for the kernel's info as often as it
 * likes, and its debugger once for each moment that it sees: that counts once.
 */
function kinds(messages: IMessage[]): string[] {
  return messages
    .map(({ channel, header, content }) =>
      [channel, header.msg_type, content.silent ? 'silent' : ''].join(' ')
    )
    .filter(kind => !kind.includes('kernel_info_request'))
    .sort()
    .filter((kind, i, all) => !kind.includes('debug_') || kind !== all[i - 1]);
}

test('with us the page sends one request more than without us, and nothing else', async ({
  page
}) => {
  const withUs = watchTraffic(page);
  await work(page, 'with.ipynb', async () => {
    await command(page, 'devicelab:open-panel');
    await expect(panelOf(page)).toHaveAttribute(...state('live'));
    const draws = await watchChart(page);
    await expect.poll(draws).toBeGreaterThanOrEqual(3);
  });
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  const ours = withUs.sent.filter(isBootstrap);
  expect(ours.map(({ channel }) => channel)).toEqual(['shell']);
  const [{ content }] = ours;
  expect(content).toMatchObject({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false
  });

  await page.route('**/extensions/devicelab/**', route => route.abort());
  const count = withUs.sent.length;
  await work(page, 'without.ipynb', async () => undefined);
  const without = withUs.sent.slice(count);
  expect(await panelOf(page).count()).toBe(0);
  expect(without.filter(isBootstrap)).toEqual([]);
  const theirs = withUs.sent
    .slice(0, count)
    .filter(message => !isBootstrap(message));
  expect(kinds(theirs)).toEqual(kinds(without));
});

/** What the server says of a kernel. */
async function kernelOf(
  page: Page,
  id: string
): Promise<{ state: string; connections: number; activeAtMs: number }> {
  const model = await (await page.request.get(`/api/kernels/${id}`)).json();
  return {
    state: model.execution_state,
    connections: model.connections,
    activeAtMs: Date.parse(model.last_activity)
  };
}

test('A5.24 an idle kernel with the panel open is left alone; a busy one whose page has gone stays busy', async ({
  page
}) => {
  const cell = busyCell();
  await putNotebook(page, 'a24.ipynb', [cell.code]);
  await page.goto('');
  const tab = await page.context().newPage();
  await openBeside(tab, page, 'a24.ipynb');
  const id = await kernelId(tab);
  // Ten times the tick by which the panel looks after itself.
  await expect
    .poll(async () => Date.now() - (await kernelOf(page, id)).activeAtMs)
    .toBeGreaterThan(5000);
  expect((await kernelOf(page, id)).state).toBe('idle');

  await begin(tab, 'notebook:run-cell');
  await expect(panelOf(tab)).toHaveAttribute(...state('live'));
  await tab.close();
  await expect.poll(async () => (await kernelOf(page, id)).connections).toBe(0);
  const closedAtMs = Date.now();
  const states = new Set<string>();
  // The samples still come, by which the server knows that it is active.
  await expect
    .poll(async () => {
      const kernel = await kernelOf(page, id);
      states.add(kernel.state);
      return kernel.activeAtMs - closedAtMs;
    })
    .toBeGreaterThan(4000);
  expect([...states]).toEqual(['busy']);
  cell.end();
  await expect.poll(async () => (await kernelOf(page, id)).state).toBe('idle');
});

test('A5.27 the bootstrap does not go by a subshell of another extension that is gone', async ({
  page
}) => {
  const traffic = watchTraffic(page);
  await openIdle(page, 'a27.ipynb', ['1']);
  const setSubshell = (id: string | null) =>
    page.evaluate(given => {
      const { shell } = (window as unknown as IPage).jupyterapp;
      const { kernel } = shell.currentWidget.sessionContext.session;
      const before = kernel.subshellId;
      kernel.subshellId = given;
      return before;
    }, id);
  await setSubshell('00000000-gone');
  await command(page, 'devicelab:refresh');
  const asked = () => traffic.sent.filter(isBootstrap);
  await expect.poll(() => asked().length).toBe(2);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
  expect(asked().map(({ header }) => header.subshell_id ?? null)).toEqual([
    null,
    null
  ]);
  // Theirs stays theirs.
  expect(await setSubshell(null)).toBe('00000000-gone');
});
