/** What a build makes, of which sources, and how. When to build is up-to-date.ts's matter. */
import { spawn } from 'node:child_process';
import { chmod, cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { installationFolder } from '../hosts/installation.ts';

export interface BuildPart {
  /** For people: "building the user interface". */
  title: string;
  /** Folders and files, relative to the checkout, that it is made of. */
  sources: readonly string[];
  /** A file that exists when it was built. */
  product: string;
  build: () => Promise<void>;
}

export type BuildPartName = 'renderer' | 'node' | 'electron';

const dist = join(installationFolder, 'dist');
const settings = ['package-lock.json', 'tsconfig.base.json', 'main/build'];

export const buildParts: Readonly<Record<BuildPartName, BuildPart>> = {
  renderer: {
    title: 'the user interface',
    sources: ['app', 'renderer', ...settings],
    product: 'dist/renderer/index.html',
    build: buildRenderer,
  },
  node: {
    title: 'the command line and the services',
    sources: ['app', 'main', ...settings],
    product: 'dist/main/hosts/cli/bramble.js',
    build: buildNode,
  },
  electron: {
    title: 'the desktop window',
    sources: ['app', 'main', ...settings],
    product: 'dist/electron/preload.cjs',
    build: buildElectron,
  },
};

/** Tests, settings and notes stay out of what is installed. */
function isInstalled(path: string): boolean {
  return !/(\.tsx?|\.md|tsconfig\.json)$|__pycache__/.test(path);
}

/** Vite is loaded when there is something to build: to find out that there is nothing must be quick. */
async function buildRenderer(): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile: join(installationFolder, 'renderer', 'vite.config.ts'), logLevel: 'warn' });
}

/** The compiler mirrors app/ and main/ to dist/ file by file, so that workers and assets are found beside their modules. */
async function buildNode(): Promise<void> {
  const trees = ['app', 'main'];
  await Promise.all(trees.map((tree) => rm(join(dist, tree), { recursive: true, force: true })));
  // Types are `npm run check`'s matter: a start must not wait for them.
  await compile(['-p', 'main', '--noEmit', 'false', '--noCheck', '--rootDir', '.', '--outDir', 'dist']);
  for (const tree of trees) {
    await cp(join(installationFolder, tree), join(dist, tree), { recursive: true, filter: isInstalled });
  }
  await chmod(join(dist, 'main', 'hosts', 'cli', 'bramble.js'), 0o755);
}

function compile(parameters: string[]): Promise<void> {
  const compiler = join(installationFolder, 'node_modules', 'typescript', 'bin', 'tsc');
  const child = spawn(process.execPath, [compiler, ...parameters], {
    cwd: installationFolder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The TypeScript compiler ended with exit code ${code}.`)),
    );
  });
}

/**
 * Two bundles: a sandboxed preload must be one CommonJS file, and the main process starts faster from one. The services run
 * from dist/main, for their workers are found beside their modules.
 */
async function buildElectron(): Promise<void> {
  const entries = [
    { source: 'main.ts', format: 'es', file: 'main.js' },
    { source: 'preload.ts', format: 'cjs', file: 'preload.cjs' },
  ] as const;
  const { build } = await import('vite');
  await rm(join(dist, 'electron'), { recursive: true, force: true });
  for (const { source, format, file } of entries) {
    await build({
      configFile: false,
      root: installationFolder,
      logLevel: 'warn',
      build: {
        outDir: join(dist, 'electron'),
        emptyOutDir: false,
        copyPublicDir: false,
        target: 'node24',
        minify: false,
        lib: {
          entry: join(installationFolder, 'main', 'hosts', 'electron', source),
          formats: [format],
          fileName: () => basename(file),
        },
        rolldownOptions: { external: [/^node:/, 'electron'], platform: 'node' },
      },
    });
  }
}
