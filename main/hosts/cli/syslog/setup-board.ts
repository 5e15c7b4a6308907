/**
 * `syslog setup`: asks what is missing, sets the board up, and looks for its line in the store. When nothing listens on the port, this
 * process does for as long as it takes.
 */
import { createInterface } from 'node:readline';
import { BrambleError, visible } from '../../../../app/base/index.ts';
import { type BoardFiles, type BoardSession, parseBoardAddress } from '../../../../app/board/index.ts';
import type { BoardLogSettings } from '../../../../app/contract/index.ts';
import { ownAddresses } from '../../../platform/own-addresses.ts';
import { systemClock } from '../../../platform/system-clock.ts';
import { newToken } from '../../../services/log-setup/board-set-ups.ts';
import { isLoopback } from '../../../services/log-setup/diagnosis.ts';
import { setUpBoard, tearDownBoard } from '../../../services/log-setup/set-up-board.ts';
import { defaultSyslogPort, SyslogStore, startSyslogServer } from '../../../syslog/index.ts';
import type { CommandContext } from '../context.ts';
import { askSecret } from './secret-prompt.ts';
import { storeFileOf } from './store-file.ts';

export interface SetupOptions {
  wifi?: string;
  passwordStdin?: true;
  host?: string;
  port?: number;
  name?: string;
  store?: string;
  remove?: true;
}

/** What the options say of it; the host is chosen when the board is known. */
export interface AskedSettings extends Omit<BoardLogSettings, 'host'> {
  host: string | null;
}

export async function settingsOf(options: SetupOptions, context: CommandContext): Promise<AskedSettings> {
  const { wifi, passwordStdin, host = null, port = defaultSyslogPort, name = null } = options;
  if (wifi === undefined) {
    if (passwordStdin) throw new BrambleError('usage', 'A password is for a Wi-Fi: name it with --wifi.');
    return { wifi: null, host, port, name };
  }
  const password = await passwordOf(wifi, passwordStdin === true, context);
  return { wifi: { ssid: wifi, password }, host, port, name };
}

async function passwordOf(wifi: string, fromStdin: boolean, context: CommandContext): Promise<string> {
  if (!fromStdin) return askSecret(`The password of the Wi-Fi ${visible(wifi)}: `, context);
  const { value } = await createInterface({ input: context.stdin })[Symbol.asyncIterator]().next();
  return value ?? '';
}

interface SetUp {
  files: BoardFiles;
  session: BoardSession;
  settings: AskedSettings;
  options: SetupOptions;
}

/** Gives the exit code: 0 when the board's line arrived. */
export async function setUp({ files, session, settings, options }: SetUp, context: CommandContext): Promise<number> {
  const { output } = context;
  const host = settings.host ?? likeliestHost(session);
  const storeFile = storeFileOf(options, context);
  // Everywhere, as `syslog serve`: what keeps the line away must not be this listener.
  const server = await startSyslogServer({ host: listenHost(host), port: settings.port, storeFile });
  const store = new SyslogStore(storeFile);
  try {
    output.note(`The board is set up to send its logs to ${host}:${settings.port}. Waiting for a line of it.\n`);
    const outcome = await setUpBoard({
      session,
      files,
      settings: { ...settings, host },
      log: {
        rows: (filter, page) => store.rows(filter, page),
        // Busy: whoever has the port listens there, a Bramble that keeps this store or not.
        listening: async () => (await server.status()).listening ?? { host: '0.0.0.0', port: settings.port },
      },
      clock: systemClock,
      token: newToken,
    });
    if (!outcome.arrived) {
      output.say(outcome.reason);
      return 1;
    }
    output.say(`The logs of ${visible(outcome.board)} arrive.`);
    if (outcome.remark !== null) output.say(outcome.remark);
    if (server.listenError === null) output.say('Nothing else listens yet: start "bramble syslog serve" or the IDE.');
    return 0;
  } finally {
    store.dispose();
    await server.dispose();
  }
}

export async function tearDown(files: BoardFiles, { output }: CommandContext): Promise<void> {
  const found = await tearDownBoard({ files });
  output.say(found ? 'The board sends its logs no more from its next start on.' : 'The board was not set up.');
}

function listenHost(host: string): string {
  return isLoopback(host) ? '127.0.0.1' : '0.0.0.0';
}

function likeliestHost({ address }: BoardSession): string {
  if (parseBoardAddress(address).kind === 'sim') return '127.0.0.1';
  const [likeliest] = ownAddresses();
  if (likeliest !== undefined) return likeliest.address;
  throw new BrambleError('usage', 'This computer is in no network. Join one, or name another computer with --host.');
}
