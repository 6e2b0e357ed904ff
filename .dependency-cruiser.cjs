/** Which folder may import which; `docs/design.md` says why. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'model-is-pure',
      comment: 'The model imports nothing of ours but itself, and no JupyterLab.',
      severity: 'error',
      from: { path: '^src/model/' },
      to: { path: '^src/(?!model/)|@jupyterlab|@lumino|^node_modules/react' }
    },
    {
      name: 'view-knows-the-model-only',
      severity: 'error',
      from: { path: '^src/view/' },
      to: { path: '^src/(?!view/|model/)|@jupyterlab|@lumino' }
    },
    {
      name: 'link-knows-the-model-and-types-of-services',
      severity: 'error',
      from: { path: '^src/link/' },
      to: {
        path: '^src/(?!link/|model/)|@jupyterlab/(?!services)|^node_modules/react'
      }
    },
    {
      name: 'link-takes-only-types-of-services',
      severity: 'error',
      from: { path: '^src/link/' },
      to: { path: '@jupyterlab/services', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'standalone-is-free-of-jupyterlab',
      severity: 'error',
      from: { path: '^src/standalone/' },
      to: { path: '@jupyterlab|@lumino', reachable: true }
    },
    {
      name: 'only-plugins-wire',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(index|tokens)\\.ts$|^src/plugins/' },
      to: {
        path: '@jupyterlab/(application|apputils|notebook|console|settingregistry|statedb|statusbar)'
      }
    },
    {
      name: 'nothing-imports-plugins',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/index\\.ts$|^src/plugins/' },
      to: { path: '^src/plugins/' }
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Generated modules, which are left out here, import the schema’s functions.',
      from: { orphan: true, pathNot: '\\.d\\.ts$|^src/model/schema\\.ts$' },
      to: {}
    }
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '__tests__|\\.generated\\.' }
  }
};
