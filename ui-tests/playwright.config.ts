import { execFileSync } from 'node:child_process';
import type { PlaywrightTestConfig } from '@playwright/test';
import * as galata from '@jupyterlab/galata/lib/playwright-config';

const base: PlaywrightTestConfig = galata;

const PYTHON = process.env.PYTHON ?? 'python3';

// Workers evaluate this file too: the port is chosen once and handed down.
process.env.LAB_PORT ??= execFileSync(
  PYTHON,
  [
    '-c',
    'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
  ],
  { encoding: 'utf8' }
).trim();
const port = process.env.LAB_PORT;

export default {
  ...base,
  // `bench` and `images` are run by hand: they judge nothing.
  testDir: process.env.UI_SUITE ?? 'tests',
  outputDir: '../.cache/results/playwright',
  workers: 1,
  // A second try, listed as flaky: kernels, servers and the browser share two cores.
  retries: 1,
  timeout: 120_000,
  // Kernels start and answer at the machine's own pace; nothing here is a stopwatch.
  expect: { timeout: 30_000 },
  use: {
    ...base.use,
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1280, height: 800 },
    trace: 'off',
    video: 'off',
    launchOptions: {
      // Empty: the browser that Playwright fetched itself.
      executablePath: process.env.CHROMIUM || undefined,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  webServer: {
    command: `${PYTHON} server.py ${port} ../.cache/results/server.log`,
    url: `http://127.0.0.1:${port}/api`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    reuseExistingServer: false
  }
};
