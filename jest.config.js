const jestJupyterLab = require('@jupyterlab/testutils/lib/jest-config');

// Packages that ship only ES modules and so must pass through the transformer.
const esModules = [
  '@codemirror',
  '@jupyter/',
  '@microsoft/',
  'exenv-es6',
  '@jupyterlab/',
  'd3-',
  'internmap',
  'lib0',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

const base = jestJupyterLab(__dirname);

module.exports = {
  ...base,
  automock: false,
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts'],
  coverageReporters: ['lcov', 'text'],
  // d3 ships ES modules only.
  transform: {
    ...base.transform,
    '^.+\\.tsx?$': ['ts-jest/legacy', { tsconfig: 'tsconfig.jest.json' }],
    '^.+\\.mjs$': 'babel-jest'
  },
  // Environments of Python's, which bring packages of JavaScript.
  modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/.venv'],
  reporters: ['default'],
  testRegex: 'src/.*/.*.spec.ts[x]?$',
  transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`]
};
