import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import base from '../playwright.config';

/** `lab`, `notebook` or `hub`, of the environment that PYTHON belongs to. */
const FRONT_END = process.env.FRONT_END ?? 'lab';
const SPECS = process.env.MATRIX_SPECS ?? 'smoke';
const PYTHON = process.env.PYTHON ?? 'python3';
const PLACE = resolve(__dirname, '../../.cache/results/matrix');

// Workers evaluate this file too: the place is emptied once.
if (!process.env.MATRIX_PLACE) {
  process.env.MATRIX_PLACE = PLACE;
  rmSync(PLACE, { recursive: true, force: true });
  mkdirSync(`${PLACE}/notebooks`, { recursive: true });
}
const port = process.env.LAB_PORT;

const single = [
  ...[PYTHON, '-m', FRONT_END === 'notebook' ? 'notebook' : 'jupyterlab'],
  ...['--allow-root', '--config', resolve(__dirname, 'jupyter_config.py')],
  `--ServerApp.port=${port}`,
  `--ServerApp.root_dir=${PLACE}/notebooks`
];
const hub = [
  ...[PYTHON, '-m', 'jupyterhub'],
  ...['--config', resolve(__dirname, 'hub_config.py')]
];
const isHub = FRONT_END === 'hub';

export default {
  ...base,
  testDir: '.',
  testMatch: new RegExp(`(${SPECS})\\.spec\\.ts$`),
  outputDir: '../../.cache/results/playwright',
  webServer: {
    ...base.webServer,
    command: `${(isHub ? hub : single).join(' ')} > ${PLACE}/server.log 2>&1`,
    url: `http://127.0.0.1:${port}${isHub ? '/hub' : ''}/api`,
    env: {
      JUPYTER_CONFIG_DIR: `${PLACE}/config`,
      JUPYTER_DATA_DIR: `${PLACE}/data`,
      JUPYTER_RUNTIME_DIR: `${PLACE}/runtime`,
      IPYTHONDIR: `${PLACE}/ipython`
    }
  }
};
