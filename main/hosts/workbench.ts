/**
 * The services of one Bramble, built once and served to however many clients: what the web host and Electron have in common.
 * The adapters come in, so that tests can bring their own.
 */
import { BrambleError, type Disposable, DisposableStore } from '../../app/base/index.ts';
import { type Channel, HostEventHub, type Services } from '../../app/contract/index.ts';
import { serveClient } from '../../app/contract/serve-client.ts';
import { deflate } from '../platform/deflate.ts';
import { SentPrograms } from '../platform/sent-programs.ts';
import { readSerialLogSettings, writeSerialLogSettings } from '../platform/serial-log-settings.ts';
import { systemClock } from '../platform/system-clock.ts';
import { BoardSessions, type BoardsServiceOptions, type Device } from '../services/boards-service.ts';
import { createCopiesService } from '../services/copies-service.ts';
import { createFilesService, filesOfBoards } from '../services/files-service.ts';
import { startLogAlerts } from '../services/log-alerts.ts';
import { createBoardSetUps } from '../services/log-setup/board-set-ups.ts';
import { tellOrderedStarts } from '../services/ordered-starts.ts';
import { openProject } from '../services/project/project-service.ts';
import { createSentText } from '../services/sent-text.ts';
import { loggedBoardName } from '../services/serial-log/board-name.ts';
import { SerialLog } from '../services/serial-log/serial-log.ts';
import { SimulatedBoardsService, type SimulatedHardware } from '../services/simulator-service.ts';
import { createSyslogService, type LogSource } from '../services/syslog-service.ts';
import { prepareFirstProject } from './first-project.ts';
import { type StartLog, startLog } from './log-listener.ts';
import type { SyslogPlace } from './syslog-address.ts';
import { syslogStoreFile } from './wiring.ts';

export interface WorkbenchAdapters {
  /** Where Bramble keeps its things. */
  dataFolder: string;
  openBoard: BoardsServiceOptions['openBoard'];
  nameBoard: BoardsServiceOptions['nameBoard'];
  rtcTime: BoardsServiceOptions['rtcTime'];
  listDevices: () => Promise<Device[]>;
  hardware: (name: string) => Promise<SimulatedHardware>;
  startLog: StartLog;
  /** Switches the simulated boards off and releases their locks. */
  dispose: () => Promise<void>;
}

export interface WorkbenchOptions {
  adapters: WorkbenchAdapters;
  /** The project to open; the first project in the data folder when left out. */
  folder?: string;
  /** Where to listen for logs. Port 0 is a free one. */
  syslog: SyslogPlace;
  /** Gets a sentence about what could not be had at the start, such as a board that another program holds. */
  report: (sentence: string) => void;
}

export interface Workbench {
  readonly services: Services;
  /** Serves a client until it goes away; the channel is the workbench's from now on. */
  serve(channel: Channel): void;
  /** Ends every client, board and listener. */
  dispose(): Promise<void>;
}

/** The address of the board that is there from the start. */
const firstBoard = 'sim:';

/** Rejects with `file-not-found` when the folder is missing; all else that fails is told and leaves the rest working. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { adapters, report } = options;
  const { dataFolder } = adapters;
  const events = new HostEventHub();
  const log = await startLog(adapters.startLog, syslogStoreFile(dataFolder), options.syslog);
  const folder = options.folder ?? (await prepareFirstProject(dataFolder, log.port));
  const parts = new DisposableStore();
  const clients = new Set<Disposable>();
  const project = await openProject({ folder, clock: systemClock, events }).catch(async (error: unknown) => {
    await Promise.all([log.dispose(), adapters.dispose()]);
    throw error;
  });
  parts.add(project);
  const serialLog = await openSerialLog(dataFolder, log.source);
  const noteStart = tellOrderedStarts({
    clock: systemClock,
    log: log.source,
    knownName: (address) => serialLog.nameOf(address),
  });
  const sent = parts.add(new SentPrograms(dataFolder, () => systemClock.now()));
  const boards = parts.add(new BoardSessions({ ...adapters, clock: systemClock, events, serialLog, noteStart, sent }));
  const simulator = parts.add(new SimulatedBoardsService({ ...adapters, clock: systemClock, events }));
  const sessionOf = (address: string) => boards.session(address);
  const filesOf = filesOfBoards(sessionOf, { deflate, sent });
  const { source, remark } = log;
  const boardSetUps = createBoardSetUps({
    source,
    sessionOf,
    filesOf,
    clock: systemClock,
    onSetUp: (address, name) => serialLog.name(address, name),
  });
  const alerts = parts.add(await startLogAlerts({ source, events, dataFolder, report }));
  const sentText = createSentText({
    sent,
    loggedName: async (address) => serialLog.nameOf(address) ?? (await loggedBoardName(source, address)),
  });
  const syslog = parts.add(createSyslogService({ source, events, remark, boardSetUps, alerts, serialLog, sentText }));
  const files = createFilesService(filesOf);
  const copies = createCopiesService(filesOf, project);
  const services: Services = { boards, files, project, copies, syslog, simulator };
  boards.connect(firstBoard).catch((error: unknown) => report(sentenceOf(error)));
  return {
    services,
    serve: (channel) => {
      const client = serveClient(channel, services, events, {
        clock: systemClock,
        onInternalError: logBug,
        onEnd: () => clients.delete(client),
      });
      clients.add(client);
    },
    async dispose() {
      for (const client of clients) client.dispose();
      parts.dispose();
      // The boards' last lines go to the log before it ends.
      await Promise.all([serialLog.dispose(), log.dispose(), adapters.dispose()]);
    },
  };
}

async function openSerialLog(dataFolder: string, log: LogSource): Promise<SerialLog> {
  return new SerialLog({
    clock: systemClock,
    settings: await readSerialLogSettings(dataFolder),
    save: (settings) => writeSerialLogSettings(dataFolder, settings),
    take: (messages) => log.take(messages),
    onDidChangeLog: log.onDidChange,
    loggedName: (address) => loggedBoardName(log, address),
  });
}

/** To the terminal or Electron's log: the user sees a sentence, whoever mends the bug needs the stack. */
function logBug(error: unknown, method: string): void {
  console.error(`${method} failed:`, error);
}

function sentenceOf(error: unknown): string {
  if (error instanceof BrambleError) return error.message;
  return `The simulated board could not be started: ${error instanceof Error ? error.message : String(error)}`;
}
