import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import base from '../playwright.config';

/** `lab` or `notebook`, of the environment that PYTHON belongs to. */
const FRONT_END = process.env.FRONT_END ?? 'lab';
const PYTHON = process.env.PYTHON ?? 'python3';
const PLACE = resolve(__dirname, '../../.cache/results/matrix');

// Workers evaluate this file too: the place is emptied once.
if (!process.env.MATRIX_PLACE) {
  process.env.MATRIX_PLACE = PLACE;
  rmSync(PLACE, { recursive: true, force: true });
  mkdirSync(`${PLACE}/notebooks`, { recursive: true });
}
const port = process.env.LAB_PORT;

export default {
  ...base,
  testDir: '.',
  outputDir: '../../.cache/results/playwright',
  webServer: {
    ...base.webServer,
    command: [
      ...[PYTHON, '-m', FRONT_END === 'lab' ? 'jupyterlab' : 'notebook'],
      ...['--allow-root', '--config', resolve(__dirname, 'jupyter_config.py')],
      `--ServerApp.port=${port}`,
      `--ServerApp.root_dir=${PLACE}/notebooks`,
      `> ${PLACE}/server.log 2>&1`
    ].join(' '),
    env: {
      JUPYTER_CONFIG_DIR: `${PLACE}/config`,
      JUPYTER_DATA_DIR: `${PLACE}/data`,
      JUPYTER_RUNTIME_DIR: `${PLACE}/runtime`,
      IPYTHONDIR: `${PLACE}/ipython`
    }
  }
};
