import { expect } from '@jupyterlab/galata';
import {
  begin,
  cellsOf,
  command,
  countBootstraps,
  openNotebook,
  panelOf,
  putNotebook,
  serverState,
  spin,
  test,
  textOf,
  waitForKernel,
  watchChart
} from './lab';
import { busyCell } from './openCells';

const MODEL = `
import torch
model = torch.nn.Sequential(torch.nn.Linear(512, 512), torch.nn.ReLU(), torch.nn.Linear(512, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
kept = []
def train():
    x, y = torch.randn(256, 512), torch.randint(10, (256,))
    loss = torch.nn.functional.cross_entropy(model(x), y)
    optimizer.zero_grad(); loss.backward(); optimizer.step()
    kept.append(x)
`;

/** The kernel of the current notebook says nothing for three seconds. */
async function idleForThreeSeconds(
  page: Parameters<typeof serverState>[0]
): Promise<void> {
  await expect
    .poll(
      async () => {
        const [kernel] = await (await page.request.get('/api/kernels')).json();
        const silent = Date.now() - Date.parse(kernel.last_activity);
        return kernel.execution_state === 'idle' && silent >= 3000;
      },
      { timeout: 30_000 }
    )
    .toBe(true);
}

test('samples are drawn while a cell trains, and the kernel stays busy', async ({
  page
}) => {
  // Before the page has a websocket: only new ones are counted on.
  const sent = countBootstraps(page);
  const training = busyCell('train()');
  await putNotebook(page, 'train.ipynb', [MODEL, training.code]);
  await openNotebook(page, 'train.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await page.notebook.runCell(0);
  await idleForThreeSeconds(page);

  const draws = await watchChart(page);
  await begin(page, 'notebook:run-cell');
  for (let seen = 1; seen <= 4; seen++) {
    await expect.poll(draws, { intervals: [100] }).toBeGreaterThanOrEqual(seen);
    expect(await serverState(page)).toBe('busy');
  }
  // All of that while the cell was running: it has no number yet.
  expect((await cellsOf(page))[1].execution_count).toBeNull();
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  await expect(panelOf(page)).toContainText('Cell [2]');
  training.end();
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  // The bootstrap, and nothing else.
  expect(sent()).toBe(1);
});

test('A5.8 after a reload in mid-cell the samples go on, and nothing is sent', async ({
  page
}) => {
  await putNotebook(page, 'reload.ipynb', [busyCell().code]);
  await openNotebook(page, 'reload.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await begin(page, 'notebook:run-cell');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');

  const sent = countBootstraps(page);
  await page.reload();
  await waitForKernel(page);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  const draws = await watchChart(page);
  await expect.poll(draws).toBeGreaterThanOrEqual(2);
  expect(await serverState(page)).toBe('busy');
  expect(sent()).toBe(0);
  await command(page, 'notebook:interrupt-kernel');
  // The facts are asked for as soon as the cell has ended.
  await expect(panelOf(page)).toContainText('Python 3.');
  await expect.poll(sent).toBe(1);
});

test('A5.38 Restart & Run All is seen from its first cell', async ({
  page
}) => {
  const first = busyCell();
  const cells = [first.code, 'first = 1', spin(1)];
  await putNotebook(page, 'restart.ipynb', cells);
  await openNotebook(page, 'restart.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await begin(page, 'notebook:restart-run-all');
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await expect(panelOf(page)).toContainText('Cell [1]');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  // The second cell is an assignment: it can't have run while the first shows.
  expect((await cellsOf(page))[1].execution_count).toBeNull();
  first.end();
  await expect(panelOf(page)).toContainText('Cell [3]');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
});

test('A5.40 a slider made while the panel watches stays alive', async ({
  page
}) => {
  await putNotebook(page, 'slider.ipynb', [
    'import ipywidgets\nslider = ipywidgets.IntSlider(value=1)\nslider',
    `${spin(2)}\nslider.value = 7`,
    'print(slider.value)'
  ]);
  await openNotebook(page, 'slider.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  const errors: string[] = [];
  page.on('console', message => {
    if (message.text().includes('comm')) {
      errors.push(message.text());
    }
  });
  await page.notebook.runCell(0);
  const readout = page.locator('.widget-readout');
  await expect(readout).toHaveText('1');
  await page.notebook.runCell(1);
  await expect(readout).toHaveText('7');
  await page.locator('.widget-slider .noUi-handle').press('ArrowRight');
  await expect(readout).toHaveText('8');
  await page.notebook.runCell(2);
  expect(await textOf(page, 2)).toBe('8\n');
  expect(errors).toEqual([]);
});

test('cells run before the new kernel has answered are seen as well', async ({
  page
}) => {
  const cell = busyCell();
  await putNotebook(page, 'early.ipynb', [cell.code]);
  await openNotebook(page, 'early.ipynb');
  await begin(page, 'notebook:run-all-cells');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toContainText('Cell [1]');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'live');
  cell.end();
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
});

test('the panel follows whichever notebook or console is in use', async ({
  page
}) => {
  await putNotebook(page, 'one.ipynb', [spin(1), 'import os; os.getpid()']);
  await openNotebook(page, 'one.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await page.notebook.runCell(0);
  await expect(panelOf(page)).toContainText('Cell [1]');

  await command(page, 'console:create', {
    kernelPreference: { name: 'python3' }
  });
  await expect(panelOf(page)).not.toContainText('Cell [1]');
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await page.evaluate(
    async code => {
      const { shell } = (
        window as unknown as {
          jupyterapp: {
            shell: {
              currentWidget: {
                console: { inject(code: string): Promise<void> };
              };
            };
          };
        }
      ).jupyterapp;
      await shell.currentWidget.console.inject(code);
    },
    `${spin(1)}\n2 + 2`
  );
  await expect(panelOf(page)).toContainText('Cell [1]');

  await page.notebook.activate('one.ipynb');
  await page.notebook.runCell(1);
  await expect(panelOf(page)).toContainText('Cell [2]');
});
