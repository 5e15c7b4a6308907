/** Runs the command line as a child process and waits for what it says: no sleeps, no polling. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryFolder = fileURLToPath(new URL('../../..', import.meta.url));
export const entry = join(repositoryFolder, 'main/hosts/cli/bramble.ts');

export interface CommandEnd {
  stdout: string;
  stderr: string;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/** How long a test waits for a word: less than a test may take, so that it can tell what came instead. */
const patienceMs = 30_000;

/** A command under way. Whatever a test starts ends with `endAll` at the latest. */
export class CommandProcess {
  readonly ended: Promise<CommandEnd>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  constructor(program: string, args: readonly string[], options: { env: NodeJS.ProcessEnv; cwd: string }) {
    // A process group of its own, as a shell gives it to what it starts.
    this.#child = spawn(program, args, { ...options, stdio: 'pipe', detached: true });
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#child[stream].on('data', (bytes: Buffer) => {
        this.#chunks[stream].push(bytes);
        this.#wake();
      });
    }
    // A command that ended no longer reads; what a test still writes to it is lost on purpose.
    this.#child.stdin.on('error', () => {});
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (exitCode, signal) => {
        this.#hasEnded = true;
        this.#wake();
        resolve({ stdout: this.stdout, stderr: this.stderr, exitCode, signal });
      });
    });
    running.add(this);
  }

  get stdout(): string {
    return this.bytes.toString('utf8');
  }

  get stderr(): string {
    return Buffer.concat(this.#chunks.stderr).toString('utf8');
  }

  /** What came on stdout. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks.stdout);
  }

  /** Resolves with the match once the stream holds it; rejects, with all that was said, when it does not come. */
  async said(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> {
    const late = AbortSignal.timeout(patienceMs);
    late.addEventListener('abort', this.#wake);
    try {
      for (;;) {
        const match = pattern.exec(this[stream]);
        if (match !== null) return match;
        if (this.#hasEnded || late.aborted) {
          const when = this.#hasEnded ? 'The command ended' : `${patienceMs / 1000} s went by`;
          throw new Error(`${when} without ${pattern} on ${stream}.\n${this.stdout}\n--- stderr\n${this.stderr}`);
        }
        await new Promise<void>((resolve) => this.#waiting.add(resolve));
      }
    } finally {
      late.removeEventListener('abort', this.#wake);
    }
  }

  /** Writes to the command's stdin. */
  type(text: string): void {
    this.#child.stdin.write(text);
  }

  endOfInput(): void {
    this.#child.stdin.end();
  }

  /** Stops reading stdout, as `head` does when it has seen enough. */
  closeStdout(): void {
    this.#child.stdout.destroy();
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** As a terminal does: the signal goes to the whole group, to npm and its shell as well. */
  pressCtrlC(): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGINT');
  }

  /** Ends the process now, and resolves when it has. */
  async kill(): Promise<void> {
    running.delete(this);
    if (!this.#hasEnded) this.#child.kill('SIGKILL');
    await this.ended.catch(() => {});
  }

  readonly #wake = () => {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  };
}

const running = new Set<CommandProcess>();

/** Ends every command still under way: for `afterAll`. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((command) => command.kill()));
}

/** A place for one test file: an empty data folder, and a folder to work in. */
export class CommandRoom {
  readonly folder = mkdtempSync(join(tmpdir(), 'bramble-cli-'));
  readonly dataFolder = join(this.folder, 'data');

  /** Starts `bramble ARGS`. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): CommandProcess {
    return this.startProgram(process.execPath, [entry, ...args], env);
  }

  startProgram(
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    cwd = this.folder,
  ): CommandProcess {
    return new CommandProcess(program, args, { cwd, env: { ...this.#environment(), ...env } });
  }

  /** Runs `bramble ARGS` with an empty stdin to its end. */
  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CommandEnd> {
    const command = this.start(args, env);
    command.endOfInput();
    return command.ended;
  }

  async end(): Promise<void> {
    await endAll();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    const { BRAMBLE_DEVICE: _device, FORCE_COLOR: _colour, ...inherited } = process.env;
    return { ...inherited, BRAMBLE_HOME: this.dataFolder, NO_COLOR: '1' };
  }
}
