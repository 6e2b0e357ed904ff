import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { violations } from '../tests/axe';
import { beginCell, openWithPanel, state } from '../tests/cases';
import { command, panelOf, spin, test } from '../tests/lab';
import { busyCell } from '../tests/openCells';

// Ten states of the panel, at three widths and in the main area, light and dark.

const OUT = `${__dirname}/../../docs/images/states`;
const WIDTHS = [220, 320, 800];
const THEMES = ['light', 'dark'] as const;

/** How a state comes about; what it gives back ends it. */
interface IState {
  name: string;
  cells: string[];
  kernel?: string;
  /** Its attribute. */
  is: string;
  reach: (page: IJupyterLabPageFixture) => Promise<void>;
}

const MAC = (name: string) =>
  `import devicelab\ndevicelab.simulate('${name}')\nimport torch`;
const FILL = (gib: number) =>
  `x = [torch.empty(2**26, device='mps') for _ in range(${Math.round(gib * 4)})]`;
const GROW = `import time
kept = []
for i in range(8):
    kept.append(torch.empty(2**25, device='mps'))
    time.sleep(0.7)
del kept[2:]`;
const first = async (page: IJupyterLabPageFixture) => {
  await page.notebook.runCell(0);
};
const all = async (page: IJupyterLabPageFixture) => {
  await page.notebook.run();
};
const held = busyCell();

const STATES: IState[] = [
  {
    name: 'mac-live',
    cells: [MAC('M3 Pro 18 GB'), FILL(1), `${GROW}\n${held.code}`],
    is: 'live',
    reach: async page => {
      await page.notebook.runCell(0);
      await page.notebook.runCell(1);
      await beginCell(page, 2);
      await expect(panelOf(page)).toContainText(/ended|running/);
      await expect(panelOf(page)).toContainText(
        /\b(6\.\d|7\.\d|8\.\d|9\.\d|1\d) s/
      );
    }
  },
  {
    name: 'mac-results',
    cells: [MAC('M3 Pro 18 GB'), `${FILL(2)}\n${GROW}`],
    is: 'idle',
    reach: async page => {
      await all(page);
      const panel = panelOf(page);
      await panel.getByRole('button', { name: 'Largest tensors' }).click();
      await expect(
        panel.getByRole('table', { name: 'Largest tensors' })
      ).toBeVisible();
    }
  },
  {
    name: 'mac-near',
    cells: [MAC('M1 Air 8 GB'), FILL(5), spin(2)],
    is: 'idle',
    reach: all
  },
  {
    name: 'cpu-live',
    cells: ['import torch', `x = torch.zeros(2**26)\n${spin(2)}`, spin(60)],
    is: 'live',
    reach: async page => {
      await page.notebook.runCell(0);
      await page.notebook.runCell(1);
      await beginCell(page, 2);
      await expect(panelOf(page)).toContainText('Cell [3]');
    }
  },
  {
    name: 'cpu-fit',
    cells: ['import torch', spin(1)],
    is: 'idle',
    reach: async page => {
      await all(page);
      await panelOf(page)
        .getByRole('button', { name: 'Will this model fit?' })
        .click();
      await panelOf(page)
        .getByRole('button', { name: 'system memory' })
        .click();
    }
  },
  {
    name: 'no-torch-yet',
    cells: ['1'],
    is: 'idle',
    reach: async () => undefined
  },
  {
    name: 'rosetta',
    cells: [MAC('M1 under Rosetta 16 GB')],
    is: 'idle',
    reach: first
  },
  {
    name: 'quiet',
    cells: [
      MAC('M2 Air 16 GB'),
      `${FILL(1)}\n${spin(1)}`,
      'import ctypes\nctypes.PyDLL(None).sleep(45)'
    ],
    is: 'quiet',
    reach: async page => {
      await page.notebook.runCell(0);
      await page.notebook.runCell(1);
      await beginCell(page, 2);
    }
  },
  {
    name: 'died',
    cells: [
      MAC('M2 Air 16 GB'),
      `${GROW}\nimport os\nopen('die', 'w').close()\nos._exit(1)`
    ],
    kernel: 'mortal',
    is: 'no-kernel',
    reach: async page => {
      await page.notebook.runCell(0);
      await beginCell(page, 1);
      await page.locator('.jp-Dialog').first().waitFor();
    }
  },
  {
    name: 'not-python',
    cells: ['1'],
    kernel: 'echo',
    is: 'not-python',
    reach: async () => undefined
  }
];

/** JupyterLab tells of a kernel's death as well, at each try to restart it, and darkens the page. */
async function dismissDialogs(page: IJupyterLabPageFixture): Promise<void> {
  const dialogs = page.locator('.jp-Dialog');
  await expect(async () => {
    if ((await dialogs.count()) > 0) {
      await dialogs.last().locator('button').last().click({ timeout: 2000 });
    }
    expect(await dialogs.count()).toBe(0);
  }).toPass();
}

/** Where the panel is on the page, down to its last line. */
async function contentOf(place: Locator) {
  const { x, y, width, height } = (await place.boundingBox())!;
  const foot = (await place.locator('.dl-Foot').boundingBox())!;
  // What is further down is reached by scrolling.
  return { x, y, width, height: Math.min(height, foot.y + foot.height - y) };
}

for (const wanted of STATES) {
  test(wanted.name, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 1800 });
    await openWithPanel(
      page,
      `${wanted.name}.ipynb`,
      wanted.cells,
      wanted.kernel
    );
    await page.sidebar.close('left');
    await wanted.reach(page);
    const panel = page.locator('#devicelab-panel .dl-Panel');
    await dismissDialogs(page);
    await expect(panel).toHaveAttribute(...state(wanted.is));
    await dismissDialogs(page);
    for (const theme of THEMES) {
      await setTheme(page, theme);
      for (const width of WIDTHS) {
        await page.sidebar.setWidth(width, 'right');
        await look(
          page,
          '#devicelab-panel',
          `${wanted.name}-${width}-${theme}`
        );
      }
    }
    // The notebook keeps the upper half.
    await page.setViewportSize({ width: 1280, height: 2400 });
    await command(page, 'application:toggle-right-area');
    await command(page, 'devicelab:open-main');
    for (const theme of THEMES) {
      await setTheme(page, theme);
      await look(page, '#devicelab-main', `${wanted.name}-main-${theme}`);
    }
  });
}

function setTheme(
  page: IJupyterLabPageFixture,
  theme: (typeof THEMES)[number]
): Promise<void> {
  return theme === 'dark'
    ? page.theme.setDarkTheme()
    : page.theme.setLightTheme();
}

/** Nothing is cut, nothing is wrong by axe, and a picture is kept. */
async function look(
  page: IJupyterLabPageFixture,
  place: string,
  name: string
): Promise<void> {
  const { scrollWidth, clientWidth } = await page
    .locator(place)
    .evaluate(node => ({
      scrollWidth: node.scrollWidth,
      clientWidth: node.clientWidth
    }));
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  expect(await violations(page)).toEqual([]);
  await page.screenshot({
    path: `${OUT}/${name}.png`,
    clip: await contentOf(page.locator(place))
  });
}
