import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { state } from '../tests/cases';
import { cellsOf, command, panelOf, waitForKernel } from '../tests/lab';

interface ICellModel {
  setSource(source: string): void;
}
interface IPage {
  jupyterapp: {
    shell: {
      currentWidget: {
        content: {
          activeCellIndex: number;
          model: { sharedModel: { getCell(index: number): ICellModel } };
        };
      };
    };
  };
}

const RIGHT = `def pick_device():
    found = torch.accelerator.is_available()
    return torch.accelerator.current_accelerator() if found else torch.device("cpu")`;

/** A git repository with the learner notebooks, as an instructor would make it; its address. */
function makeRepository(): string {
  const place = join(mkdtempSync(join(tmpdir(), 'devicelab-git-')), 'course');
  cpSync(resolve(__dirname, '../../notebooks/learner'), place, {
    recursive: true
  });
  const who = ['-c', 'user.name=I', '-c', 'user.email=i@example.org'];
  for (const words of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...who, 'commit', '--quiet', '-m', 'The course']
  ]) {
    execFileSync('git', words, { cwd: place });
  }
  return `file://${place}`;
}

/** Run the cell of this source, in view, and wait for its end. */
async function runCell(page: Page, source: string, instead?: string) {
  const index = (await cellsOf(page)).findIndex(cell =>
    cell.source.includes(source)
  );
  expect(index, source).toBeGreaterThanOrEqual(0);
  await page.evaluate(
    ([at, text]) => {
      const { content } = (window as unknown as IPage).jupyterapp.shell
        .currentWidget;
      content.activeCellIndex = at;
      if (text !== undefined) {
        content.model.sharedModel.getCell(at).setSource(text);
      }
    },
    [index, instead] as const
  );
  await command(page, 'notebook:run-cell');
}

test('a link to the course: sign in, pull, and the first exercise is checked', async ({
  page
}) => {
  const repository = encodeURIComponent(makeRepository());
  await page.goto(
    `/hub/user-redirect/git-pull?repo=${repository}&branch=main&urlpath=${encodeURIComponent('lab/tree/course/module1.ipynb')}`
  );
  await page.locator('#username_input').fill('eve');
  await page.locator('#password_input').fill('any');
  await page.locator('#login_submit').click();
  await page.waitForURL('**/user/eve/lab/tree/course/module1.ipynb**', {
    timeout: 120_000
  });
  await waitForKernel(page);
  await command(page, 'devicelab:open-panel');
  await expect(panelOf(page)).toHaveAttribute(...state('idle'));

  await runCell(page, 'from devicelab import cp');
  await runCell(page, 'cp.check("m1.q1")');
  const card = page.locator('.dl-VerdictCard').first();
  await expect(card).toHaveAttribute('data-outcome', 'unattempted');
  await runCell(page, 'def pick_device', `import torch\n${RIGHT}`);
  await runCell(page, 'cp.check("m1.q1")');
  await expect(card).toHaveAttribute('data-outcome', 'passed');
  await command(page, 'docmanager:save');
});
