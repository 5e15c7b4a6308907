/** What every command that talks to a board does around its work: open the boards that `--device` names, and let them go. */
import type { Command } from 'commander';
import { BrambleError, DisposableStore } from '../../../app/base/index.ts';
import type { Approach, BoardFiles, BoardSession, Transport } from '../../../app/board/index.ts';
import { deflate } from '../../platform/deflate.ts';
import { systemClock } from '../../platform/system-clock.ts';
import type { SimulatedBoard } from '../../simulator/simulated-board.ts';
import type { Wiring } from '../wiring.ts';
import { type CommandContext, endOf } from './context.ts';
import { reportFailure } from './failure.ts';

export interface OpenBoard {
  session: BoardSession;
  /** What the board is known by, wherever it is plugged in. */
  address: string;
  dataFolder: string;
  /** What ends with the board's line. */
  parts: DisposableStore;
  /** The simulated board behind the session; null when the board is of another kind, or of another process. */
  simulated: () => Promise<SimulatedBoard | null>;
  /** Aborts when the command is to end. */
  signal: AbortSignal;
}

export interface OpenOptions {
  /** Sees the session before it connects. */
  prepare?: (session: BoardSession) => void;
  /** Default `interrupt`. */
  approach?: Approach;
  /** The command shows the board's shell, which says by itself what an earlier connection had left unfinished. Default false. */
  showsShell?: boolean;
  /** The raw prompt is entered once for connecting and the steps of the work (`BoardSession.hold`). Default false. */
  holdsPrompt?: boolean;
  /** Makes the line that the session sees of the line to the board. */
  wrap?: (line: Transport) => Transport;
}

/** What takes longer is told. */
const worthTellingMs = 300;

interface DeviceOptions {
  device: string[];
  rtc: boolean;
}

function optionsOf(command: Command): DeviceOptions {
  return command.optsWithGlobals() as DeviceOptions;
}

/** Opens the one board that `--device` names, does `work`, and closes the line, whatever happens. */
export async function withBoard<T>(
  command: Command,
  context: CommandContext,
  work: (board: OpenBoard) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const [address, ...others] = optionsOf(command).device;
  if (address === undefined || address === 'all' || others.length > 0) {
    throw new BrambleError('usage', `"${command.name()}" takes one board. Name one with --device.`);
  }
  return withWiring(context, (wiring) => withOpenBoard({ command, context, wiring, address }, work, options));
}

/**
 * As withBoard, for commands that may be given several boards (`--device` repeated, or `all`): they go on at the same time, each line
 * that is said begins with its board's name, and one that fails keeps none of the others from its work. Resolves with the worst
 * exit code.
 */
export async function withEachBoard(
  command: Command,
  context: CommandContext,
  work: (board: OpenBoard, context: CommandContext) => Promise<number>,
  options: OpenOptions = {},
): Promise<number> {
  const given = optionsOf(command).device;
  if (given.length === 1 && given[0] !== 'all')
    return withBoard(command, context, (board) => work(board, context), options);
  const { labelledOutput } = await import('./labelled-output.ts');
  return withWiring(context, async (wiring) => {
    const boards = await eachOf(given, wiring);
    const codes = boards.map(async ({ address, label }) => {
      const { output, end } = labelledOutput(context.output, label);
      const own: CommandContext = { ...context, output, stdin: context.stdin };
      try {
        return await withOpenBoard({ command, context: own, wiring, address }, (board) => work(board, own), options);
      } catch (error) {
        return reportFailure(error, own);
      } finally {
        await end();
      }
    });
    return Math.max(...(await Promise.all(codes)));
  });
}

/** Whether a command was given several boards. */
export function isForSeveral(command: Command): boolean {
  const { device } = optionsOf(command);
  return device.length > 1 || device[0] === 'all';
}

/** As withBoard, for commands about the board's files. */
export function withBoardFiles<T>(
  command: Command,
  context: CommandContext,
  work: (files: BoardFiles, board: OpenBoard) => Promise<T>,
): Promise<T> {
  return withBoard(command, context, async (board) => work(await filesOf(board), board), { holdsPrompt: true });
}

export async function filesOf({ session, address, dataFolder, parts }: OpenBoard): Promise<BoardFiles> {
  const [{ BoardFiles }, { SentPrograms }] = await Promise.all([
    import('../../../app/board/index.ts'),
    import('../../platform/sent-programs.ts'),
  ]);
  const sent = parts.add(new SentPrograms(dataFolder, () => systemClock.now()));
  return new BoardFiles(session, { deflate, onSent: (file, bytes) => sent.note(address, { file }, bytes) });
}

async function withWiring<T>(context: CommandContext, work: (wiring: Wiring) => Promise<T>): Promise<T> {
  const { createWiring } = await import('../wiring.ts');
  const wiring = createWiring(context.environment);
  try {
    return await work(wiring);
  } finally {
    await wiring.dispose();
  }
}

interface Opening {
  command: Command;
  context: CommandContext;
  wiring: Wiring;
  address: string;
}

async function withOpenBoard<T>(
  { command, context, wiring, address }: Opening,
  work: (board: OpenBoard) => Promise<T>,
  options: OpenOptions,
): Promise<T> {
  const { prepare, approach = 'interrupt', showsShell = false, holdsPrompt = false, wrap = (line) => line } = options;
  const { BoardSession, parseBoardAddress } = await import('../../../app/board/index.ts');
  const signal = endOf(context);
  const found = await wiring.openTransport(address);
  const transport = wrap(found.transport);
  const rtcTime = optionsOf(command).rtc ? wiring.rtcTime : () => null;
  const findAgain = async () => wrap(await found.findAgain());
  const session = new BoardSession({ transport, findAgain, rtcTime, clock: systemClock });
  if (!showsShell) session.leftovers.onDidSettle(({ message }) => context.output.note(`${message}\n`));
  prepare?.(session);
  const rungs = tellRungs(session, context);
  const parts = new DisposableStore();
  const { dataFolder } = wiring;
  const simulated = async () => {
    const { kind, name } = { name: '', ...parseBoardAddress(found.address) };
    return kind === 'sim' ? (await wiring.simulatedBoards()).board(name) : null;
  };
  const connectAndWork = async () => {
    await session.connect({ signal, approach });
    rungs.dispose();
    return work({ session, address: found.address, dataFolder, parts, signal, simulated });
  };
  try {
    return await (holdsPrompt ? session.hold(connectAndWork) : connectAndWork());
  } finally {
    rungs.dispose();
    session.dispose();
    parts.dispose();
  }
}

/**
 * Says what is tried, once connecting takes longer than a moment: what every connection goes through on a line of the terminal that is
 * taken away again, and what only a stubborn board needs as lines that stay.
 */
export function tellRungs(session: BoardSession, { output }: CommandContext): { dispose(): void } {
  let step = '';
  let late = false;
  const tell = () => {
    if (!late || step === '') return;
    const text = `Connecting to ${session.address}: ${step}`;
    if (usual.some((words) => step.startsWith(words))) output.progress(text);
    else output.note(`${text}\n`);
  };
  const timer = systemClock.schedule(() => {
    late = true;
    tell();
  }, worthTellingMs);
  const subscription = session.onDidChangeState((state) => {
    if (state.kind !== 'connecting' || state.step === step) return;
    step = state.step;
    tell();
  });
  return {
    dispose: () => {
      timer.dispose();
      subscription.dispose();
      if (late) output.progress('');
    },
  };
}

const usual = ['opening', 'interrupting', 'listening', 'asking'];

async function eachOf(given: readonly string[], wiring: Wiring): Promise<{ address: string; label: string }[]> {
  if (!given.includes('all')) return [...new Set(given)].map((address) => ({ address, label: address }));
  const found = (await wiring.findBoards()).filter(({ kind }) => kind !== 'bootloader');
  if (found.length > 0) return found.map(({ address, name }) => ({ address, label: name ?? address }));
  throw new BrambleError('no-board', 'No board found. Plug in a Pico W, or start a simulated one: bramble sim.');
}
