import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import { violations } from './axe';
import { openIdle, state } from './cases';
import { panelOf, spin, test } from './lab';

// What the panel looks like to those who can't see it, and in every theme.

/** A panel with all its parts open: a simulated Mac, readings, results. */
async function openAll(
  page: IJupyterLabPageFixture,
  path: string
): Promise<void> {
  await openIdle(page, path, [
    "import devicelab\ndevicelab.simulate('M2 Air 16 GB')\nimport torch\nx = torch.zeros(2**26, device='mps')",
    spin(1)
  ]);
  await page.notebook.run();
  const panel = panelOf(page);
  await expect(panel).toHaveAttribute(...state('idle'));
  for (const name of ['Will this model fit?', 'Explain an error']) {
    await panel.getByRole('button', { name }).click();
  }
  await panel.getByRole('button', { name: 'Largest tensors' }).click();
  await expect(
    panel.getByRole('table', { name: 'Largest tensors' })
  ).toBeVisible();
  await panel.getByRole('button', { name: 'recommended by Metal' }).click();
}

test('axe has nothing against our nodes, in any theme, narrow or wide', async ({
  page
}) => {
  await openAll(page, 'axe.ipynb');
  for (const theme of [
    'JupyterLab Light',
    'JupyterLab Dark',
    'JupyterLab Dark High Contrast'
  ]) {
    await page.theme.setTheme(theme);
    for (const width of [320, 800]) {
      await page.sidebar.setWidth(width, 'right');
      expect(await violations(page)).toEqual([]);
    }
  }
});

test('in forced colours every glyph and mark is still drawn', async ({
  page
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openAll(page, 'forced.ipynb');
  const panel = panelOf(page);
  const colours = await panel
    .locator('.dl-Glyph, .dl-Bar-part, .dl-Chart-rim')
    .evaluateAll(nodes =>
      nodes.map(node => {
        const style = getComputedStyle(node);
        return [style.color, style.backgroundColor, style.stroke];
      })
    );
  const canvas = await panel.evaluate(
    node => getComputedStyle(node).backgroundColor
  );
  expect(colours.length).toBeGreaterThan(3);
  for (const seen of colours) {
    expect(seen.some(colour => colour !== canvas && colour !== 'none')).toBe(
      true
    );
  }
});

test('with reduced motion nothing of ours moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openIdle(page, 'still.ipynb', ['1']);
  const moving = await panelOf(page)
    .locator('*')
    .evaluateAll(
      nodes =>
        nodes.filter(node => {
          const style = getComputedStyle(node);
          return (
            style.animationName !== 'none' || style.transitionDuration !== '0s'
          );
        }).length
    );
  expect(moving).toBe(0);
});

test('the keyboard reaches everything that a mouse can press', async ({
  page
}) => {
  await openAll(page, 'keys.ipynb');
  // What is disabled can't be pressed by mouse either.
  const all = panelOf(page).locator(
    'button:enabled, input, select, textarea, summary, a'
  );
  const unreachable = await all.evaluateAll(nodes =>
    nodes
      .filter(node => {
        // Of the chart's bands one is in the order of Tab, the others by arrow keys.
        const group = Array.from(node.parentElement?.children ?? []);
        const first = node.matches('.dl-Chart-button')
          ? group.find(other => (other as HTMLElement).tabIndex >= 0)
          : node;
        return !first || (first as HTMLElement).tabIndex < 0;
      })
      .map(node => node.outerHTML.slice(0, 200))
  );
  expect(unreachable).toEqual([]);
  // Order on the page is order by Tab.
  const byTab = all.and(panelOf(page).locator(':not([tabindex="-1"])'));
  await byTab.first().focus();
  const labels = await byTab.count();
  const seen = new Set<string>();
  for (let i = 0; i < labels; i++) {
    seen.add(
      await page.evaluate(() => {
        const nodes = Array.from(document.querySelectorAll('.dl-Panel *'));
        return String(nodes.indexOf(document.activeElement as Element));
      })
    );
    await page.keyboard.press('Tab');
  }
  expect(seen.size).toBe(labels);
});
