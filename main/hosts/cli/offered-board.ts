/** Runs a simulated board and offers it to other programs until the command is to end, for `bramble sim`. */
import { resolve } from 'node:path';
import { BrambleError, DisposableStore, describeError } from '../../../app/base/index.ts';
import { parseBoardAddress } from '../../../app/board/index.ts';
import type { Scenario } from '../../../app/simulator/index.ts';
import { offerBoard as announce, type OfferedBoard } from '../../platform/offered-boards.ts';
import type { OpenLine } from '../../simulator/lines/line-bridge.ts';
import { servePseudoTerminal } from '../../simulator/lines/pseudo-terminal.ts';
import { serveBoardOverTcp } from '../../simulator/lines/tcp-server.ts';
import { playScenario } from '../../simulator/scenario-on-board.ts';
import type { SimulatedBoard } from '../../simulator/simulated-board.ts';
import { createWiring } from '../wiring.ts';
import { type CommandContext, endOf, untilEnd } from './context.ts';
import { readScenario } from './scenario/read-scenario.ts';
import { scenarioSentence } from './scenario/scenario-sentence.ts';

export interface SimOptions {
  flash?: string;
  tcp?: number;
  pty?: true;
  json?: true;
  link?: 'direct' | 'rp2' | 'rp2-4ms';
  flashSpeed?: 'free' | 'rp2';
  /** A file. */
  scenario?: string;
}

type WaysIn = Pick<OfferedBoard, 'tcp' | 'pty'>;

/** Resolves when the board is switched off. Rejects when it cannot be had or offered. */
export async function offerBoard(name: string, options: SimOptions, context: CommandContext): Promise<void> {
  const { output } = context;
  refuseBadName(name);
  const scenario = options.scenario === undefined ? null : await readScenario(options.scenario);
  const wiring = createWiring(context.environment);
  const owned = new DisposableStore();
  try {
    const boards = await wiring.simulatedBoards();
    const board = await boards.start(name, options.flash === undefined ? {} : { flashFolder: resolve(options.flash) });
    owned.add(
      board.onDidCrash(() => output.say(`The simulated board "${name}" crashed and starts anew. Connect again.`)),
    );
    const link = { direct: 'direct', rp2: 'rp2', 'rp2-4ms': 'rp2 latency 4ms' }[options.link ?? 'direct'];
    await board.steer(`link ${link}`);
    await board.steer(`flash-speed ${options.flashSpeed ?? 'free'}`);
    const waysIn = await openWays(() => board.openLine(), options, owned);
    const offered = { name, ...waysIn, flash: board.flashFolder };
    owned.add(await announce(wiring.dataFolder, offered));
    if (options.json) await output.json({ ...offered, pid: process.pid });
    else await printWays(waysIn, context);
    if (scenario !== null) void play(board, scenario, context);
    await untilEnd(context);
  } finally {
    owned.dispose();
    await wiring.dispose();
  }
}

/** Says how it ended, which the exit code then says as well; the board goes on. */
async function play(board: SimulatedBoard, scenario: Scenario, context: CommandContext): Promise<void> {
  const { output } = context;
  try {
    const outcome = await playScenario(board, scenario, { signal: endOf(context) });
    output.say(scenarioSentence(scenario, outcome));
    if (outcome.kind === 'failed') context.exitCode = 1;
  } catch (error) {
    // Ctrl-C ends the scenario with the board.
    if (!endOf(context).aborted) output.say(describeError(error).message);
  }
}

/** The name becomes a folder's: the rules of addresses keep it inside the data folder. */
function refuseBadName(name: string): void {
  try {
    parseBoardAddress(`sim:${name}`);
  } catch (cause) {
    throw new BrambleError(
      'usage',
      `"${name}" cannot name a simulated board. Use letters, digits, ".", "_" and "-", and begin with a letter or digit.`,
      { cause },
    );
  }
}

/** Without a wish: TCP on a free port, and a pseudo-terminal where the system has them. */
async function openWays(openLine: OpenLine, { tcp, pty }: SimOptions, owned: DisposableStore): Promise<WaysIn> {
  const unasked = tcp === undefined && pty === undefined;
  const ways: WaysIn = { tcp: null, pty: null };
  if (tcp !== undefined || unasked) {
    ways.tcp = owned.add(await serveBoardOverTcp(openLine, { port: tcp ?? 0 })).address;
  }
  if (pty || (unasked && process.platform !== 'win32')) ways.pty = owned.add(await servePseudoTerminal(openLine)).path;
  return ways;
}

async function printWays({ tcp, pty }: WaysIn, { output }: CommandContext): Promise<void> {
  for (const way of [tcp, pty]) if (way !== null) await output.line(way);
  output.note(
    'A simulated Pico W is offered there. Use it from another terminal: bramble repl. Ctrl-C switches it off.\n',
  );
}
