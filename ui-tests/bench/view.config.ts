import base from '../playwright.config';

/** For `bench/view`, which starts the servers itself. */
export default {
  ...base,
  testDir: '.',
  testMatch: 'view.spec.ts',
  outputDir: '../../.cache/results/playwright-view',
  webServer: undefined
};
