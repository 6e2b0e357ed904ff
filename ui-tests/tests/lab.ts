import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, test as galata } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';

/**
 * Galata's `test`, which goes where each test says. Galata's own way waits for
 * the launcher, which a page that opens on a notebook never shows; and where it
 * tracks kernels it answers a restart with a status that JupyterLab refuses, so
 * the kernels are ended here.
 */
export const test = galata.extend<{ endKernels: void }>({
  autoGoto: false,
  kernels: null,
  sessions: null,
  endKernels: [
    async ({ request, baseURL }, use) => {
      await use();
      const running = await (
        await request.get(`${baseURL}/api/sessions`)
      ).json();
      for (const { id } of running) {
        await request.delete(`${baseURL}/api/sessions/${id}`);
      }
    },
    { auto: true }
  ],
  // eslint-disable-next-line no-empty-pattern -- a fixture's first argument must be destructured
  waitForApplication: async ({}, use) => {
    await use(async page => {
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    });
  }
});

/** The one module of the course, where `devicelab start` puts it. */
export const MODULE = 'module1.ipynb';
/** A cell that keeps Python busy; long enough to be sampled several times. */
export const spin = (seconds: number): string =>
  `import time\nbegan = time.monotonic()\nwhile time.monotonic() - began < ${seconds}: sum(range(2000))`;

/** What the code in the page reaches of JupyterLab. */
interface IKernel {
  id: string;
  status: string;
  statusChanged: {
    connect(slot: (kernel: unknown, status: string) => void): void;
  };
}
interface IWidget {
  sessionContext?: { session?: { kernel?: IKernel } };
  content: {
    model: { sharedModel: { toJSON(): { cells: ICell[] } } };
  };
}
interface IPage {
  jupyterapp: {
    shell: { currentWidget: IWidget };
    commands: {
      execute(id: string, args?: Record<string, unknown>): Promise<unknown>;
    };
  };
}

/** A cell as nbformat has it. */
export interface ICell {
  cell_type: string;
  source: string;
  execution_count: number | null;
  outputs?: {
    output_type: string;
    name?: string;
    data?: Record<string, unknown>;
    text?: string;
  }[];
}

/** The device panel. */
export const panelOf = (page: Page): Locator => page.locator('.dl-Panel');

/** Open a notebook as a learner's browser would, and wait for its kernel. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string
): Promise<void> {
  await page.goto(`tree/${path}`);
  await waitForKernel(page);
}

/** Wait until the current notebook has a kernel. */
export async function waitForKernel(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      (window as unknown as IPage).jupyterapp?.shell.currentWidget
        ?.sessionContext?.session?.kernel
  );
}

/** Put a notebook of the given code cells on the server, with outputs by the number of their cell. */
export async function putNotebook(
  page: Pick<Page, 'request'>,
  path: string,
  sources: string[],
  kernel = 'python3',
  metadata: Record<string, unknown> = {},
  outputs: Record<number, object[]> = {}
): Promise<void> {
  const cells = sources.map((source, i) => ({
    id: `cell-${i}`,
    cell_type: 'code',
    source,
    metadata: {},
    outputs: outputs[i] ?? [],
    execution_count: null
  }));
  const kernelspec = { name: kernel, display_name: kernel };
  const response = await page.request.put(`/api/contents/${path}`, {
    data: {
      type: 'notebook',
      content: {
        nbformat: 4,
        nbformat_minor: 5,
        metadata: { kernelspec, ...metadata },
        cells
      }
    }
  });
  expect(response.ok()).toBe(true);
}

/** Run a JupyterLab command. */
export function command(
  page: Page,
  id: string,
  args: Record<string, unknown> = {}
): Promise<void> {
  return page.evaluate(
    async ([name, given]) => {
      await (window as unknown as IPage).jupyterapp.commands.execute(
        name,
        given
      );
    },
    [id, args] as const
  );
}

/** Start a command and don't wait for its end, which may be that of a cell. */
export function begin(page: Page, id: string): Promise<void> {
  return page.evaluate(name => {
    void (window as unknown as IPage).jupyterapp.commands.execute(name);
  }, id);
}

/** The cells of the current notebook as they are now. */
export function cellsOf(page: Page): Promise<ICell[]> {
  return page.evaluate(
    () =>
      (
        window as unknown as IPage
      ).jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON().cells
  );
}

/** Everything that the cells have printed or shown as text. */
export async function textOf(page: Page, index: number): Promise<string> {
  const cell = (await cellsOf(page))[index];
  return (cell.outputs ?? [])
    .map(output => output.text ?? output.data?.['text/plain'] ?? '')
    .flat()
    .join('');
}

/** What the server says that the kernel of the current notebook does. */
export async function serverState(page: Page): Promise<string> {
  const id = await page.evaluate(
    () =>
      (window as unknown as IPage).jupyterapp.shell.currentWidget.sessionContext
        ?.session?.kernel?.id
  );
  const response = await page.request.get(`/api/kernels/${id}`);
  return (await response.json()).execution_state;
}

/** How many samples the panel has drawn on this page so far: each moves the chart. */
export async function watchChart(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = { draws: 0 };
    Object.assign(window, { devicelabSeen: seen });
    const curve = () =>
      document.querySelector('.dl-Panel .dl-Chart-area')?.getAttribute('d');
    let last = curve();
    new MutationObserver(() => {
      const now = curve();
      if (now && now !== last) {
        seen.draws += 1;
        last = now;
      }
    }).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['d']
    });
  });
  return () =>
    page.evaluate(
      () =>
        (window as unknown as { devicelabSeen: { draws: number } })
          .devicelabSeen.draws
    );
}

/** Counts the bootstraps that leave the page, by the text that only they carry. */
export function countBootstraps(page: Page): () => number {
  let sent = 0;
  page.on('websocket', socket =>
    socket.on('framesent', frame => {
      if (frame.payload.toString().includes('_devicelab_loader')) {
        sent += 1;
      }
    })
  );
  return () => sent;
}
