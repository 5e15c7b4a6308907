/** The import table of docs/architecture.md. A broken rule fails `npm run check` and says the rule and the remedy. */

const domains = 'app/(?!base/|contract/|micropython/)([^/]+)/';
const test = '\\.test\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'base-imports-nothing',
      comment: 'app/base stands below everything. Move what it needs into app/base, or the importer out of it.',
      severity: 'error',
      from: { path: '^app/base/', pathNot: test },
      to: { pathNot: '^app/base/' },
    },
    {
      name: 'app-is-pure',
      comment:
        'app knows no Node, no DOM, no Electron and no host. Take the capability as an argument (a Transport, a Clock).',
      severity: 'error',
      from: { path: '^app/', pathNot: test },
      to: { path: '^(main|renderer|tests|firmware-tests)/' },
    },
    {
      name: 'app-has-no-node',
      comment: 'app runs in a browser too. Take the capability as an argument, or move the code to main.',
      severity: 'error',
      from: { path: '^app/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'app-libraries',
      comment: 'app may use zod and birpc (the contract) and nothing else from npm. An adapter in main is the place.',
      severity: 'error',
      from: { path: '^app/', pathNot: [test, '/testing/'] },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|birpc)/' },
    },
    {
      name: 'domains-do-not-know-the-contract',
      comment: 'A domain decides; the contract describes what hosts serve of it. Let app/contract import the domain.',
      severity: 'error',
      from: { path: `^${domains}`, pathNot: test },
      to: { path: '^app/contract/' },
    },
    {
      name: 'domains-meet-at-their-index',
      comment: "Import the other domain's index.ts; what it does not export is its own affair.",
      severity: 'error',
      from: { path: `^${domains}` },
      to: { path: `^${domains}`, pathNot: ['^app/$1/', 'app/[^/]+/index\\.ts$'] },
    },
    {
      name: 'adapters-do-not-meet',
      comment: 'Two adapters are wired in main/hosts. Pass the one to the other as an interface of app.',
      severity: 'error',
      from: { path: '^main/(transports|simulator|syslog|storage)/', pathNot: test },
      to: { path: '^main/', pathNot: ['^main/$1/', '^main/platform/'] },
    },
    {
      name: 'platform-stands-below',
      comment: 'main/platform holds what every adapter needs of Node and knows none of them.',
      severity: 'error',
      from: { path: '^main/platform/', pathNot: test },
      to: { path: '^main/', pathNot: '^main/platform/' },
    },
    {
      name: 'services-get-adapters-injected',
      comment: 'main/services is written against interfaces of app. Take the adapter as an argument; main/hosts wires.',
      severity: 'error',
      from: { path: '^main/services/', pathNot: test },
      to: { path: '^main/', pathNot: '^main/(services|platform)/' },
    },
    {
      name: 'main-does-not-draw',
      comment: 'main never imports renderer. What both need belongs to app.',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'renderer-knows-no-host',
      comment: 'renderer reaches a host by renderer/client and the contract only.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^main/' },
    },
    {
      name: 'features-do-not-meet',
      comment: 'Features meet in renderer/workbench. Move what both need to renderer/client, renderer/design or app.',
      severity: 'error',
      from: { path: '^renderer/(?!workbench/|client/|design/)([^/]+)/' },
      to: { path: '^renderer/', pathNot: ['^renderer/$1/', '^renderer/(client|design)/'] },
    },
    {
      name: 'client-and-design-know-no-feature',
      comment: 'renderer/client and renderer/design stand below the features.',
      severity: 'error',
      from: { path: '^renderer/(client|design)/' },
      to: { path: '^renderer/', pathNot: '^renderer/(client|design)/' },
    },
    {
      name: 'no-circles',
      comment: 'Two modules import each other. Move what both need to a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-missing',
      comment: 'The import leads nowhere, or to a package that package.json does not name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/.+/node_modules)/|\\?(worker|raw|url)' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default', 'node'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
