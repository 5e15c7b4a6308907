/**
 * How fast files reach a board, and what they cost on the wire: Bramble beside mpremote and mpytool, on the same simulated board in a
 * process of its own, over TCP. A relay between tool and board counts and times the bytes. The board sits behind a link as rp2's, with a
 * flash at no cost and with one as slow as an RP2040's; what that flash takes by itself is measured on the board, by its own Python.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CountingRelay } from '../support/counting-relay.ts';
import { findProgram } from '../third-party.ts';
import { median, type Report } from './report.ts';
import { measureDownload } from './transfer/download.ts';
import { measureFloor } from './transfer/flash-floor.ts';
import { measurePromptness } from './transfer/promptness.ts';

const bramble = fileURLToPath(new URL('../../main/hosts/cli/bramble.ts', import.meta.url));
const pythonFolder = new URL('../../app/micropython/modules/', import.meta.url);

interface Tool {
  name: string;
  rounds: number;
  /** Of a load, how many files it gets: mpremote would take a quarter of an hour for all of them. */
  share: number;
  /** The command that copies the files to the top of the board at the port. */
  command: (port: number, files: string[]) => [string, ...string[]];
}

interface Load {
  name: string;
  files: { name: string; bytes: Buffer }[];
}

interface Round {
  wireBytes: number;
  wireMs: number;
  wallMs: number;
}

/** How the board is started. */
interface Setup {
  name: string;
  parameters: string[];
  loads: readonly string[];
  /** Whether the flash takes the time that it takes on a board. */
  flashIsSlow: boolean;
}

const setups: readonly Setup[] = [
  {
    name: 'link rp2, flash free',
    parameters: ['--link', 'rp2', '--flash-speed', 'free'],
    loads: ['4 x 50 KB source', '4 x 50 KB random', '50 x 4 KB source'],
    flashIsSlow: false,
  },
  {
    name: 'link rp2-4ms, flash free',
    parameters: ['--link', 'rp2-4ms', '--flash-speed', 'free'],
    loads: ['4 x 50 KB source', '50 x 4 KB source'],
    flashIsSlow: false,
  },
  {
    name: 'link rp2, flash rp2',
    parameters: ['--link', 'rp2', '--flash-speed', 'rp2'],
    loads: ['4 x 50 KB source', '4 x 50 KB random', '50 x 4 KB source'],
    flashIsSlow: true,
  },
];

export async function run(report: Report): Promise<void> {
  await measurePromptness(report);
  const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'));
  try {
    const found = tools(report);
    const all = await loads();
    for (const setup of setups) {
      const wanted = all.filter(({ name }) => setup.loads.includes(name));
      await measureSetup({ report, setup, tools: found, loads: wanted, folder });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface SetupMeasurement {
  report: Report;
  setup: Setup;
  tools: Tool[];
  loads: Load[];
  folder: string;
}

async function measureSetup({ report, setup, tools, loads, folder }: SetupMeasurement): Promise<void> {
  const flash = join(folder, 'flash');
  await mkdir(flash, { recursive: true });
  const board = await startBoard(folder, flash, setup.parameters);
  const relay = await CountingRelay.start(board.port);
  try {
    for (const load of loads) {
      const where = `${load.name}, ${setup.name}`;
      if (setup.flashIsSlow) {
        await empty(flash);
        await measureFloor({ report, port: board.port, where, files: load.files });
      }
      for (const tool of tools) await measure({ report, where, tool, load, relay, folder, flash });
      if (setup === setups[0]) {
        await empty(flash);
        await measureDownload({ report, where, files: load.files, bramble, relay, folder, flash });
      }
    }
  } finally {
    relay.dispose();
    await board.end();
  }
}

function tools(report: Report): Tool[] {
  const found: Tool[] = [
    {
      name: 'Bramble',
      rounds: 5,
      share: 1,
      command: (port, files) => [
        process.execPath,
        bramble,
        '--device',
        `tcp:127.0.0.1:${port}`,
        'fs',
        'cp',
        ...files,
        ':',
      ],
    },
  ];
  const others: Record<string, (port: number, files: string[]) => string[]> = {
    mpremote: (port, files) => ['connect', `socket://127.0.0.1:${port}`, 'fs', 'cp', ...files, ':'],
    mpytool: (port, files) => ['-a', `127.0.0.1:${port}`, 'cp', ...files, ':'],
  };
  for (const [name, parameters] of Object.entries(others)) {
    const path = findProgram(name);
    if (path === null) report.add({ what: name, value: 'skipped', note: `not found; "pip install ${name}"` });
    else
      found.push({
        name,
        rounds: name === 'mpremote' ? 1 : 3,
        share: name === 'mpremote' ? 0.25 : 1,
        command: (port, files) => [path, ...parameters(port, files)],
      });
  }
  return found;
}

/** Python as people write it: Bramble's own modules for the board, one after the other, cut into files. */
async function loads(): Promise<Load[]> {
  const names = (await readdir(pythonFolder)).filter((name) => name.endsWith('.py')).sort();
  const modules = Buffer.concat(await Promise.all(names.map((name) => readFile(new URL(name, pythonFolder)))));
  const source = Buffer.concat([modules, modules, modules, modules]).subarray(0, 200 * 1024);
  const hashes = Array.from({ length: 6400 }, (_, index) => createHash('sha256').update(`bramble ${index}`).digest());
  return [
    { name: '4 x 50 KB source', files: cut(source, 50, 'py') },
    { name: '4 x 50 KB random', files: cut(Buffer.concat(hashes), 50, 'bin') },
    { name: '50 x 4 KB source', files: cut(source, 4, 'py') },
  ];
}

function cut(bytes: Buffer, kilobytes: number, ending: string): Load['files'] {
  const size = kilobytes * 1024;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => ({
    name: `file${index}.${ending}`,
    bytes: bytes.subarray(index * size, (index + 1) * size),
  }));
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
}

interface Measurement {
  report: Report;
  where: string;
  tool: Tool;
  load: Load;
  relay: CountingRelay;
  folder: string;
  flash: string;
}

async function measure({ report, where, tool, load: whole, relay, folder, flash }: Measurement): Promise<void> {
  const load = { ...whole, files: whole.files.slice(0, Math.ceil(whole.files.length * tool.share)) };
  const paths = load.files.map(({ name }) => join(folder, name));
  await Promise.all(load.files.map(({ bytes }, index) => writeFile(paths[index] ?? '', bytes)));
  const what = `${tool.name}, ${where}`;
  const done: Round[] = [];
  try {
    for (let round = 0; round < tool.rounds; round++) done.push(await copyOnce({ tool, relay, paths, load, flash }));
  } catch (error) {
    report.add({ what, value: 'failed', note: String(error).replaceAll(/\s+/g, ' ').slice(0, 160) });
    return;
  }
  const bytes = sizeOf(load);
  const middle = (of: (round: Round) => number) => median(done.map(of));
  const perByte = middle(({ wireBytes }) => wireBytes) / bytes;
  const rate = bytes / 1024 / (middle(({ wireMs }) => wireMs) / 1000);
  const part = tool.share === 1 ? '' : `; the first ${load.files.length} files only`;
  report.add({
    what,
    value: `${rate.toFixed(0)} KB/s, ${perByte.toFixed(3)} bytes/byte`,
    note: `first to last byte on the wire, middle of ${tool.rounds}; the whole command ${(middle(({ wallMs }) => wallMs) / 1000).toFixed(1)} s${part}`,
  });
}

function sizeOf(load: Load): number {
  return load.files.reduce((sum, file) => sum + file.bytes.length, 0);
}

async function copyOnce(
  options: Pick<Measurement, 'tool' | 'relay' | 'load' | 'flash'> & { paths: string[] },
): Promise<Round> {
  const { tool, relay, load, flash, paths } = options;
  await empty(flash);
  relay.reset();
  const [program, ...parameters] = tool.command(relay.port, paths);
  const startedAt = performance.now();
  await promisify(execFile)(program, parameters, { timeout: 120_000 });
  const wallMs = performance.now() - startedAt;
  for (const { name, bytes } of load.files) {
    if (!(await readFile(join(flash, name))).equals(bytes)) throw new Error(`${name} is not what was sent.`);
  }
  return { wireBytes: relay.bytes, wireMs: relay.durationMs, wallMs };
}

/** `bramble sim` in a process of its own, as people start it. */
async function startBoard(
  folder: string,
  flash: string,
  parameters: readonly string[],
): Promise<{ port: number; end: () => Promise<void> }> {
  const child = spawn(
    process.execPath,
    [bramble, 'sim', 'bench', '--tcp', '0', '--json', '--flash', flash, ...parameters],
    {
      env: { ...process.env, BRAMBLE_HOME: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const text = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`bramble sim ended with ${code}.`)));
  });
  const { tcp } = JSON.parse(text) as { tcp: string };
  return {
    port: Number(/:(\d+)$/.exec(tcp)?.[1]),
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
