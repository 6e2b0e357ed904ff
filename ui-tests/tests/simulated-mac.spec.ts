import { expect } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { openIdle } from './cases';
import { cellsOf, panelOf, test, textOf } from './lab';

// What a learner without a Mac sees of one, from the first cell to the last.

const BAND = 'Simulated Mac: numbers are a model';
const FLOAT64 =
  "Cannot convert a MPS Tensor to float64 dtype as the MPS framework doesn't support float64. Please use float32 instead.";

const SIMULATE = `import devicelab
mac = devicelab.simulate("M2 Air 16 GB")
import torch
from devicelab import cp`;
const IN_DOUBLE = 'torch.zeros(2, dtype=torch.float64).to("mps")';
const FALLS_BACK = `mac.faults.fallback("cumsum")
torch.ones(3, device="mps").cumsum(0)`;
const HOLD = 'held = torch.ones(96 * 2**20, device="mps")';
const FREE = 'del held\ntorch.mps.empty_cache()';

const tensorsIn = (panel: Locator): Locator =>
  panel
    .getByRole('table', { name: 'Memory by kind' })
    .getByRole('row', { name: /^tensors/ })
    .getByRole('cell');

async function run(page: IJupyterLabPageFixture, index: number): Promise<void> {
  await page.notebook.runCell(index);
}

test('a simulated Mac: chip and band, float64, a fallback, memory that comes and goes', async ({
  page
}) => {
  await openIdle(page, 'simulated.ipynb', [
    SIMULATE,
    IN_DOUBLE,
    'cp.explain()',
    FALLS_BACK,
    HOLD,
    FREE,
    'mac.stop()'
  ]);
  const panel = panelOf(page);
  await expect(panel).not.toContainText('Simulated');

  await test.step('the panel names the chip and wears the band', async () => {
    await run(page, 0);
    await expect(panel.getByText(BAND)).toBeVisible();
    await expect(panel.locator('.dl-Verdict-machine').first()).toContainText(
      'M2 (simulated)'
    );
    await expect(panel.locator('.dl-Verdict-device')).toHaveText('mps');
  });

  await test.step('float64 says what a Mac says, and both places explain it', async () => {
    await run(page, 1);
    const [output] = (await cellsOf(page))[1].outputs as {
      evalue?: string;
      traceback?: string[];
    }[];
    expect(output.evalue).toBe(FLOAT64);
    await run(page, 2);
    const what = 'float64';
    expect(await textOf(page, 2)).toContain(what);
    const box = panel.locator('[data-section="explain"]');
    await box.getByRole('button', { name: 'Explain an error' }).click();
    await box.getByRole('textbox').fill((output.traceback ?? []).join('\n'));
    await expect(box.locator('.dl-Explanation')).toHaveAttribute(
      'data-message',
      'float64'
    );
  });

  await test.step('a fallback stands in the list', async () => {
    await run(page, 3);
    await expect(
      panel.getByRole('table', { name: 'CPU fallbacks' })
    ).toContainText('aten::cumsum');
  });

  await test.step('memory grows and is freed', async () => {
    await run(page, 4);
    await expect(tensorsIn(panel)).toHaveText(/^384(\.\d)? MiB$/);
    await expect(panel.locator('.dl-Memory-big')).toContainText('in tensors');
    await run(page, 5);
    await expect(tensorsIn(panel)).toHaveText(/^(0 B|< 0\.1 MiB)$/);
  });

  await test.step('the band stays until the simulation ends', async () => {
    await expect(panel.getByText(BAND)).toBeVisible();
    await run(page, 6);
    await expect(panel.getByText(BAND)).toBeHidden();
  });
});
