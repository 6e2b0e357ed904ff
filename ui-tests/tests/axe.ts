import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

interface IViolation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}
interface IPage {
  axe: { run(what: object): Promise<{ violations: IViolation[] }> };
}

/** What axe has against our nodes. */
export async function violations(page: Page): Promise<string[]> {
  const source = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as IPage).axe.run({
      include: [['.dl-Panel'], ['.dl-StatusWidget']]
    })
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} ${target} ${failureSummary}`
    )
  );
}
