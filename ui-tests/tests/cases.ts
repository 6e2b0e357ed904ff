import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import {
  begin,
  command,
  openNotebook,
  panelOf,
  putNotebook,
  waitForKernel
} from './lab';

/** What the code in the page reaches of JupyterLab, for kernels. */
interface IContext {
  session: { kernel: { id: string } };
  changeKernel(options: { id?: string; name?: string }): Promise<unknown>;
}
interface IPage {
  jupyterapp: { shell: { currentWidget: { sessionContext: IContext } } };
}

/** The attribute by which the panel says where it stands. */
export const state = (name: string): [string, string] => ['data-state', name];

/** Open a notebook of the given cells with the panel beside it. */
export async function openWithPanel(
  page: IJupyterLabPageFixture,
  path: string,
  sources: string[],
  kernel = 'python3'
): Promise<void> {
  await putNotebook(page, path, sources, kernel);
  await openNotebook(page, path);
  await command(page, 'devicelab:open-panel');
}

/** The same, and the panel has got its answer. */
export async function openIdle(
  page: IJupyterLabPageFixture,
  path: string,
  sources: string[],
  kernel = 'python3'
): Promise<void> {
  await openWithPanel(page, path, sources, kernel);
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));
}

/** Open the notebook that `page` has in another of its server's workspaces, with the panel beside it. */
export async function openBeside(
  other: Page,
  page: Page,
  path: string
): Promise<void> {
  const { origin } = new URL(page.url());
  await other.goto(`${origin}/lab/workspaces/b/tree/${path}`);
  await waitForKernel(other);
  await command(other, 'devicelab:open-panel');
  await expect(panelOf(other)).toHaveAttribute(...state('idle'));
}

/** Start a cell and leave it running. */
export async function beginCell(
  page: IJupyterLabPageFixture,
  index: number
): Promise<void> {
  await page.notebook.selectCells(index);
  await begin(page, 'notebook:run-cell');
}

/** Restart the current notebook's kernel and confirm it. */
export async function restart(page: Page): Promise<void> {
  await begin(page, 'notebook:restart-kernel');
  await page.locator('.jp-Dialog .jp-mod-accept').click();
}

/** The kernel of the current notebook. */
export function kernelId(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      (window as unknown as IPage).jupyterapp.shell.currentWidget.sessionContext
        .session.kernel.id
  );
}

/** Give the current notebook another kernel: a new one by name, or one that runs by id. */
export function changeKernel(
  page: Page,
  options: { id?: string; name?: string }
): Promise<void> {
  return page.evaluate(async wanted => {
    const { shell } = (window as unknown as IPage).jupyterapp;
    await shell.currentWidget.sessionContext.changeKernel(wanted);
  }, options);
}

/** A cell's code that prints how many of the kernel's threads are ours. */
export const COUNT_THREADS =
  'import threading\nprint([t.name for t in threading.enumerate()].count("devicelab"))';

/** Of what one page has heard, that from the first of the other's on: whoever comes later may hear later. */
export const heardSince = (other: number[], seqs: number[]): number[] =>
  seqs.slice(seqs.indexOf(other[0]));

/** The numbers of the samples that reach a page, in order. */
export function seqsOf(page: Page): number[] {
  const seqs: number[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      const found = /"comm_id": ?"devicelab".*?"seq": ?(\d+)/.exec(
        payload.toString()
      );
      if (found) {
        seqs.push(Number(found[1]));
      }
    })
  );
  return seqs;
}
