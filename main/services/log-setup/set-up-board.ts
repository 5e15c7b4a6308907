/**
 * "Send this board's logs here": the library, its settings and a block in boot.py onto a board, then a line that must arrive. It knows
 * files, a session and a log to look into, and not where they come from.
 */
import { readFile } from 'node:fs/promises';
import { BrambleError, type Clock } from '../../../app/base/index.ts';
import {
  type BoardFiles,
  type BoardSession,
  parseBoardAddress,
  withBootBlock,
  withoutBootBlock,
} from '../../../app/board/index.ts';
import type { BoardLogSettings, BoardLogSetUp } from '../../../app/contract/index.ts';
import type { SyslogFilter, SyslogRow } from '../../../app/syslog/index.ts';
import { ownAddresses } from '../../platform/own-addresses.ts';
import { type CheckedBoard, checkBoard, leaveWifi } from './board-check.ts';
import { type Listening, mayArrive, whyNothingArrived } from './diagnosis.ts';

export interface LogToLookInto {
  rows(filter: SyslogFilter, page: { limit: number }): Promise<SyslogRow[]> | SyslogRow[];
  /** Where it listens; null when it does not. */
  listening(): Promise<Listening | null>;
}

export interface BoardToSetUp {
  session: BoardSession;
  files: BoardFiles;
}

export interface SetUpOptions extends BoardToSetUp {
  settings: BoardLogSettings;
  log: LogToLookInto;
  clock: Clock;
  /** Makes what the test line is known by. */
  token: () => string;
}

const libraryFile = '/lib/bramble_log.py';
const settingsFile = '/bramble_log.json';
const bootFile = '/boot.py';
const library = new URL('../../../app/micropython/library/bramble_log.py', import.meta.url);

/** UDP may lose a line: it is sent as often. */
const mostLines = 3;
const arrivalMs = 3000;
const lookAgainMs = 50;

/**
 * Resolves with what came of the test line. Rejects with `usage` for what no Wi-Fi is, and with what the board or its files refuse; what
 * was written until then stays, and setting up again is always possible.
 */
export async function setUpBoard(options: SetUpOptions): Promise<BoardLogSetUp> {
  const { session, settings, clock, log } = options;
  const text = `Logs of this board arrive here: test ${options.token()}`;
  // Not while the line is waited for: whoever types into the shell need not wait as well.
  let board = await session.hold(() => putAndCheck(options, text));
  const circumstances = { settings, listening: await log.listening(), simulated: isSimulated(session), own: own() };
  const linesToSend = mayArrive(circumstances) ? mostLines : 1;
  for (let lines = 1; board.joined; lines++) {
    const row = await arrival(log, text, clock);
    if (row !== null) {
      const name = row.hostname ?? row.address;
      return { arrived: true, board: name, rowId: row.id, remark: board.booted ? null : bootRemark };
    }
    if (lines === linesToSend || !board.sent) break;
    board = await checkBoard(session, { text, afresh: false });
  }
  return { arrived: false, reason: whyNothingArrived({ ...circumstances, board }) };
}

/** What makes the board log, onto the board, and a first line sent through it. */
async function putAndCheck(options: SetUpOptions, text: string): Promise<CheckedBoard> {
  const { session, files } = options;
  const settings = await settled(options);
  const boot = await readIfThere(files, bootFile);
  await files.writeAll([
    { kind: 'folder', path: '/lib' },
    { kind: 'file', path: libraryFile, bytes: await readFile(library) },
    { kind: 'file', path: settingsFile, bytes: Buffer.from(settingsText(settings)) },
    { kind: 'file', path: bootFile, bytes: Buffer.from(withBootBlock(latin1(boot)), 'latin1') },
  ]);
  if (settings.wifi !== null) await leaveWifi(session);
  return checkBoard(session, { text, afresh: true });
}

/** Takes away what `setUpBoard` put on the board; the user's lines of boot.py stay. Tells whether there was anything. */
export function tearDownBoard({ files }: { files: BoardFiles }): Promise<boolean> {
  return files.hold(() => takeAway(files));
}

async function takeAway(files: BoardFiles): Promise<boolean> {
  let found = false;
  const boot = await readIfThere(files, bootFile);
  const rest = withoutBootBlock(latin1(boot));
  if (boot !== null && rest !== latin1(boot)) {
    found = true;
    if (rest === '') await files.remove(bootFile);
    else await files.write(bootFile, Buffer.from(rest, 'latin1'));
  }
  for (const file of [settingsFile, libraryFile]) {
    if ((await readIfThere(files, file)) === null) continue;
    found = true;
    await files.remove(file);
  }
  return found;
}

const own = () => ownAddresses().map(({ address }) => address);

const bootRemark =
  'The board’s boot.py ends before the log’s lines, so the board will not log by itself when it starts. Correct boot.py.';

/** Without a Wi-Fi the one of an earlier set-up stays. */
async function settled({ settings, files }: SetUpOptions): Promise<BoardLogSettings> {
  refuseBadWifi(settings);
  if (settings.wifi !== null) return settings;
  const before = await readIfThere(files, settingsFile);
  return { ...settings, wifi: before === null ? null : wifiIn(Buffer.from(before).toString()) };
}

function refuseBadWifi({ wifi }: BoardLogSettings): void {
  if (wifi === null) return;
  const bytes = (text: string) => Buffer.byteLength(text);
  if (bytes(wifi.ssid) < 1 || bytes(wifi.ssid) > 32) {
    throw new BrambleError('usage', 'The name of a Wi-Fi has 1 to 32 bytes. Type it as the router shows it.');
  }
  const length = bytes(wifi.password);
  if (length !== 0 && (length < 8 || length > 64)) {
    throw new BrambleError('usage', 'A Wi-Fi’s password has 8 to 63 characters; an open Wi-Fi has none.');
  }
}

function wifiIn(text: string): BoardLogSettings['wifi'] {
  try {
    const { wifi } = JSON.parse(text) as { wifi?: unknown };
    const [ssid, password] = Array.isArray(wifi) ? wifi : [];
    return typeof ssid === 'string' && typeof password === 'string' ? { ssid, password } : null;
  } catch {
    // Whatever it is, it is written anew.
    return null;
  }
}

function settingsText({ wifi, host, port, name }: BoardLogSettings): string {
  return `${JSON.stringify({
    host,
    port,
    ...(name === null ? {} : { name }),
    ...(wifi === null ? {} : { wifi: [wifi.ssid, wifi.password] }),
  })}\n`;
}

async function readIfThere(files: BoardFiles, path: string): Promise<Uint8Array | null> {
  try {
    return await files.read(path);
  } catch (error) {
    if (error instanceof BrambleError && error.code === 'board-file-not-found') return null;
    throw error;
  }
}

function latin1(bytes: Uint8Array | null): string {
  return bytes === null ? '' : Buffer.from(bytes).toString('latin1');
}

/** The row of the test line; null when it did not come in time. */
async function arrival(log: LogToLookInto, text: string, clock: Clock): Promise<SyslogRow | null> {
  for (let waitedMs = 0; waitedMs <= arrivalMs; waitedMs += lookAgainMs) {
    const [row] = await log.rows({ text }, { limit: 1 });
    if (row !== undefined) return row;
    await new Promise<void>((resolve) => clock.schedule(resolve, lookAgainMs));
  }
  return null;
}

function isSimulated({ address }: BoardSession): boolean {
  try {
    return parseBoardAddress(address).kind === 'sim';
  } catch {
    return false;
  }
}
