/** `bramble doctor`: looks at everything between this computer and the board's prompt, in the order in which it can be wrong. */
import { BrambleError, describeError } from '../../../../app/base/index.ts';
import { BoardSession, parseBoardAddress } from '../../../../app/board/index.ts';
import { systemClock } from '../../../platform/system-clock.ts';
import { listSerialPorts } from '../../../transports/index.ts';
import type { Wiring } from '../../wiring.ts';
import { boardChecks } from './board-checks.ts';
import { type Check, ok, problem } from './check.ts';
import {
  addressCheck,
  boardsCheck,
  bootloaderChecks,
  holdersCheck,
  permissionCheck,
  usbCheck,
} from './computer-checks.ts';

export interface ExamineOptions {
  wiring: Wiring;
  /** What `--device` says. */
  device: string;
  signal: AbortSignal;
  /** A running program is left alone, and the board is not asked. */
  onlyWatch: boolean;
  /** Waits for the board to be plugged in anew when it does not answer, and interrupts it as it starts. */
  catchAtStart: boolean;
  rtc: boolean;
  onCheck: (check: Check) => void;
  /** What is tried at this moment. */
  onStep: (step: string) => void;
}

export interface Report {
  device: string;
  /** Where the board is; null when none was found. */
  address: string | null;
  checks: Check[];
  exitCode: number;
}

/** How long the user has to unplug the board, and again to plug it in. */
const catchWithinMs = 60_000;

export async function examine(options: ExamineOptions): Promise<Report> {
  const { wiring, device, onCheck } = options;
  const report: Report = { device, address: null, checks: [], exitCode: 0 };
  const add = (...checks: Check[]) => {
    report.checks.push(...checks);
    for (const check of checks) onCheck(check);
  };
  try {
    const [boards, ports] = await Promise.all([wiring.findBoards(), listSerialPorts().catch(() => [])]);
    const plugged = [boardsCheck(boards, ports), ...bootloaderChecks(boards)];
    const address = await addressOf(options).catch((error: unknown) => {
      add(...plugged);
      throw error;
    });
    report.address = address;
    const place = parseBoardAddress(address);
    // A simulated board is reached whatever is plugged in.
    if (place.kind !== 'sim') add(...plugged);
    add(addressCheck(device, address));
    if (place.kind === 'serial') {
      add(...usbCheck(place.path, ports), await permissionCheck(place.path), await holdersCheck(place.path));
    }
    const session = await reach(options);
    try {
      add(...(await attended(session, options)));
    } finally {
      session.dispose();
    }
  } catch (error) {
    if (error instanceof BrambleError && error.code === 'cancelled') throw error;
    add(problem('attention', describeError(error).message));
    report.exitCode = error instanceof BrambleError ? error.exitCode : 1;
  }
  return report;
}

async function addressOf({ wiring, device }: ExamineOptions): Promise<string> {
  const { transport } = await wiring.openTransport(device);
  transport.dispose();
  return transport.address;
}

async function attended(session: BoardSession, { onlyWatch }: ExamineOptions): Promise<Check[]> {
  const { state } = session;
  if (onlyWatch && state.kind === 'running') {
    return [ok('attention', `It runs ${state.what}, which was not interrupted: it was asked nothing more.`)];
  }
  return [ok('attention', 'It came to its prompt.'), ...(await boardChecks(session, new Date()))];
}

/** A session with the board, by every means that was allowed. */
async function reach(options: ExamineOptions): Promise<BoardSession> {
  try {
    return await connect(options);
  } catch (error) {
    const stuck = error instanceof BrambleError && error.code === 'not-responding';
    if (!options.catchAtStart || !stuck) throw error;
    options.onStep(`${error.message.split('. ')[0]}. Unplug the board now, and plug it in again.`);
    await untilGone(options);
    return await connectOnceThere(options);
  }
}

async function connect({ wiring, device, signal, onlyWatch, rtc, onStep }: ExamineOptions): Promise<BoardSession> {
  const { transport, findAgain } = await wiring.openTransport(device);
  const rtcTime = rtc ? wiring.rtcTime : () => null;
  const session = new BoardSession({ transport, findAgain, rtcTime, clock: systemClock });
  session.onDidChangeState((state) => state.kind === 'connecting' && onStep(state.step));
  try {
    await session.connect({ signal, approach: onlyWatch ? 'attach' : 'interrupt' });
    return session;
  } catch (error) {
    session.dispose();
    throw error;
  }
}

/** Resolves when the line to the board ends: somebody pulled the plug. */
async function untilGone({ wiring, device, signal }: ExamineOptions): Promise<void> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(catchWithinMs)]);
  for (;;) {
    const { transport } = await wiring.openTransport(device);
    const session = new BoardSession({ transport, clock: systemClock });
    try {
      await session.connect({ signal: within, approach: 'listen' });
      await new Promise<void>((resolve, reject) => {
        session.onDidGiveUp(() => resolve());
        within.addEventListener('abort', () => reject(notCaught()), { once: true });
      });
      return;
    } catch (error) {
      if (error instanceof BrambleError && isAway(error)) return;
      // The other end of a network line may not have noticed yet that the line of before was given up.
      if (!(error instanceof BrambleError && error.code === 'connection-lost')) throw error;
      await moment();
    } finally {
      session.dispose();
    }
  }
}

async function connectOnceThere(options: ExamineOptions): Promise<BoardSession> {
  const deadlineMs = systemClock.now() + catchWithinMs;
  for (;;) {
    try {
      return await connect(options);
    } catch (error) {
      const away = error instanceof BrambleError && (isAway(error) || error.code === 'connection-lost');
      if (!away) throw error;
      if (systemClock.now() > deadlineMs) throw notCaught();
      options.signal.throwIfAborted();
      await moment();
    }
  }
}

function isAway({ code }: BrambleError): boolean {
  return ['no-board', 'port-forbidden', 'port-busy'].includes(code);
}

function moment(): Promise<void> {
  return new Promise((resolve) => void systemClock.schedule(resolve, 50));
}

function notCaught(): BrambleError {
  return new BrambleError(
    'not-responding',
    `The board was not plugged in anew within ${catchWithinMs / 1000} s. Run it again.`,
  );
}
