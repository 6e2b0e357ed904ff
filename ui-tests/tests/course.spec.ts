import { expect } from '@jupyterlab/galata';
import type { ICell } from './lab';
import {
  MODULE,
  cellsOf,
  command,
  countBootstraps,
  openNotebook,
  panelOf,
  putNotebook,
  test,
  textOf
} from './lab';

const VERDICT = 'application/vnd.devicelab.verdict+json';

interface IVerdict {
  item: string;
  outcome: string;
  message_id: string | null;
}

const verdictsIn = (cells: ICell[]): IVerdict[] =>
  cells
    .flatMap(cell => cell.outputs ?? [])
    .map(output => output.data?.[VERDICT] as IVerdict | undefined)
    .filter(verdict => verdict !== undefined);

test.describe('module 1 as `devicelab start` leaves it', () => {
  test('opens with the panel, which knows the machine', async ({ page }) => {
    const sent = countBootstraps(page);
    await openNotebook(page, MODULE);
    const panel = panelOf(page);
    await expect(panel).toBeVisible();
    await expect(panel).toContainText('torch not imported yet');
    await expect(panel).toContainText('Python 3.');
    expect(sent()).toBe(1);
    await expect(page.locator('.dl-StatusItem')).toContainText('torch');
  });

  test('runs from top to bottom untouched: nothing raises, nothing is attempted', async ({
    page
  }) => {
    test.setTimeout(300_000); // it times ten seconds of ResNet-50 in two ways
    await openNotebook(page, MODULE);
    await expect(panelOf(page)).toContainText('torch not imported yet');
    await page.notebook.run();
    const cells = await cellsOf(page);
    const outputs = cells.flatMap(cell => cell.outputs ?? []);
    expect(outputs.filter(o => o.output_type === 'error')).toEqual([]);
    expect(outputs.filter(o => o.name === 'stderr')).toEqual([]);
    expect(verdictsIn(cells).map(v => [v.item, v.outcome])).toEqual([
      ['m1.p1', 'unattempted'],
      ['m1.q1', 'unattempted'],
      ['m1.q3', 'unattempted'],
      ['m1.q4', 'unattempted'],
      ['m1.q5', 'unattempted'],
      ['m1.q6', 'unattempted'],
      ['m1.q7', 'unattempted'],
      ['m1.q2', 'unattempted']
    ]);
    await expect(panelOf(page)).toContainText('CPU only');
    await expect(page.locator('.dl-StatusItem')).toContainText('cpu');
  });

  test('stays closed for whoever closed it', async ({ page }) => {
    await openNotebook(page, MODULE);
    await expect(panelOf(page)).toBeVisible();
    await page.sidebar.close('right');
    await expect(panelOf(page)).toBeHidden();
    await putNotebook(page, 'other.ipynb', ['1']);
    await page.notebook.openByPath('other.ipynb');
    await page.notebook.activate(MODULE);
    await expect(panelOf(page)).toBeHidden();
    await page.locator('.dl-StatusItem').click();
    await expect(panelOf(page)).toBeVisible();
  });
});

test('the setting keeps the panel from opening by itself', async ({ page }) => {
  await page.goto('');
  await page.evaluate(async () => {
    const { serviceManager } = (
      window as unknown as {
        jupyterapp: {
          serviceManager: {
            settings: { save(id: string, raw: string): Promise<void> };
          };
        };
      }
    ).jupyterapp;
    await serviceManager.settings.save(
      'devicelab:panel',
      '{"autoOpen": false}'
    );
  });
  await openNotebook(page, MODULE);
  await expect(page.locator('.dl-StatusItem')).toContainText('torch');
  await expect(panelOf(page)).toBeHidden();
});

test.describe('verdicts', () => {
  const right = [
    'import torch',
    'from devicelab import cp',
    'def pick_device():',
    '    found = torch.accelerator.is_available()',
    '    return torch.accelerator.current_accelerator() if found else torch.device("cpu")',
    'cp.check("m1.q1")'
  ].join('\n');
  const wrong = [
    'def pick_device():',
    '    return torch.device("cuda" if torch.cuda.is_available() else "cpu")',
    'cp.check("m1.q1")'
  ].join('\n');

  test('tell a right answer from a wrong one, and survive a restart', async ({
    page
  }) => {
    await putNotebook(page, 'answers.ipynb', [right, wrong, 'cp.progress()']);
    await openNotebook(page, 'answers.ipynb');
    await page.notebook.run();
    const [passed, failed] = verdictsIn(await cellsOf(page));
    expect(passed).toMatchObject({ item: 'm1.q1', outcome: 'passed' });
    expect(failed).toMatchObject({ item: 'm1.q1', outcome: 'failed' });
    expect(failed.message_id).toBe('cuda_only');
    const shown = page.locator('.jp-Cell').nth(1).locator('.jp-OutputArea');
    await expect(shown).toContainText('not yet');
    await expect(shown).toContainText('On a Mac your function gives');
    await expect(shown).toContainText('Hint 1 of 3');
    // Done stays done: the later wrong try takes nothing away.
    expect(await textOf(page, 2)).toContain('passed');
  });
});

test('the panel leaves no trace in the kernel, and comes back after a restart', async ({
  page
}) => {
  const names = 'sorted(name for name in dir() if not name.startswith("_i"))';
  await putNotebook(page, 'trace.ipynb', [names, 'import sys', names]);
  await openNotebook(page, 'trace.ipynb');
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toContainText('torch not imported yet');
  await page.notebook.run();
  const first = await cellsOf(page);
  expect(first.map(cell => cell.execution_count)).toEqual([1, 2, 3]);
  const usual = ['In', 'Out', '_', '__', '___', '__builtin__', '__builtins__'];
  const before = await textOf(page, 0);
  for (const name of usual) {
    expect(before).toContain(`'${name}'`);
  }
  expect(before).not.toContain('devicelab');
  expect(await textOf(page, 2)).not.toContain('devicelab');

  const sent = countBootstraps(page);
  await page.notebook.activate('trace.ipynb');
  await restart(page);
  await expect(panelOf(page)).toHaveAttribute('data-state', 'idle');
  await page.notebook.run();
  const again = await cellsOf(page);
  expect(again.map(cell => cell.execution_count)).toEqual([1, 2, 3]);
  expect(await textOf(page, 0)).toBe(before);
  // The page's socket was opened before: a restart opens a new one.
  expect(sent()).toBe(1);
});

async function restart(page: Parameters<typeof command>[0]): Promise<void> {
  const done = command(page, 'notebook:restart-kernel');
  await page.locator('.jp-Dialog .jp-mod-accept').click();
  await done;
}
