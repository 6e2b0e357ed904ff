import base from '../playwright.config';

/** For `bench/link`, which starts the servers itself. */
export default {
  ...base,
  testDir: '.',
  testMatch: 'link.spec.ts',
  outputDir: '../../.cache/results/playwright-link',
  webServer: undefined
};
