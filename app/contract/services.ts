/**
 * What hosts serve and clients call. One interface a service; `schemas.ts` has the zod schema of every argument, and
 * `rpc.ts` carries both over a Channel. Every method is asynchronous and rejects with a BrambleError.
 */
import type { BoardState, ProgramResult } from '../board/index.ts';
import type { PartDescription, SimulatorSnapshot, SteeringCommand, SteeringOutcome } from '../simulator/index.ts';
import type {
  Alert,
  AlertRule,
  BoardEventAt,
  BoardStatus,
  ImportedLines,
  LogFilePiece,
  SyslogErrors,
  SyslogFacets,
  SyslogFilter,
  SyslogHistogram,
  SyslogHistogramRange,
  SyslogRow,
} from '../syslog/index.ts';

export interface BoardSummary {
  /** The stable address to name the board by, such as `sim:` or `id:E6614104…`. */
  address: string;
  /** A name for people, such as "Simulated Pico W" or "Pico W on /dev/ttyACM0". */
  title: string;
  kind: 'simulated' | 'serial' | 'tcp' | 'bootloader';
  /** What the user calls it; null when it has no name. */
  name: string | null;
  state: BoardState;
  /** `MicroPython v1.29.0 on …; Raspberry Pi Pico W …`, once it is known. */
  firmware: string | null;
  /** What an earlier connection had left unfinished, and this one completed or took back. */
  settled?: { atMs: number; message: string };
}

export interface BoardsService {
  /** Every board that can be seen, the simulated one first; the connected ones with their state. */
  list(): Promise<BoardSummary[]>;
  /**
   * Opens the board: one that is idle comes to the friendly prompt, one that runs a program goes on, and its output is shown. A
   * connected board stays as it is.
   */
  connect(address: string): Promise<void>;
  /** Opens the board anew and brings it to the friendly prompt whatever runs there, by every means. */
  rescue(address: string): Promise<void>;
  /** Gives the board a name for people and for `--device`; null takes it away. Rejects with `usage` for one that cannot be. */
  rename(address: string, name: string | null): Promise<void>;
  disconnect(address: string): Promise<void>;
  /**
   * Runs a program after a soft reset; resolves when it ended. Its output arrives as `board.output`. `name` is what the
   * state shows, such as `main.py`.
   */
  run(address: string, program: { source: string; name: string }): Promise<ProgramResult>;
  /** Interrupts what runs, and resolves at the prompt. */
  stop(address: string): Promise<void>;
  /** Ctrl-D at the friendly prompt: boot.py and main.py run. */
  softReset(address: string): Promise<void>;
  /** Keystrokes of the shell, as the terminal encodes them. Refused while a program's transfer is under way. */
  type(address: string, bytes: Uint8Array): Promise<void>;
  /**
   * The newest output of the board, at most 256 KiB, for a client that attaches late. `position` counts the bytes that
   * the board sent before `bytes`: an event `board.output` whose `position` is below the end of these bytes is in them.
   */
  recentOutput(address: string): Promise<{ bytes: Uint8Array; position: number }>;
}

export interface BoardFile {
  name: string;
  kind: 'file' | 'folder';
  /** 0 for a folder. */
  sizeBytes: number;
}

/** The files on a board. Paths are absolute, `/lib/x.py`. */
export interface BoardFilesService {
  list(address: string, path: string): Promise<BoardFile[]>;
  /** Everything below a folder, paths relative to it, folders before what they hold. */
  tree(address: string, path: string): Promise<ProjectFile[]>;
  read(address: string, path: string): Promise<Uint8Array>;
  /** Writes a temporary name, verifies it by SHA-256 on the board, renames it over the target. Parents must exist. */
  write(address: string, path: string, bytes: Uint8Array): Promise<void>;
  /** Writes many files in one stream, each as `write` does; missing folders are made. */
  writeAll(address: string, files: { path: string; bytes: Uint8Array }[]): Promise<void>;
  /** Removes a file, or a folder with all it holds. */
  remove(address: string, path: string): Promise<void>;
  makeFolder(address: string, path: string): Promise<void>;
  rename(address: string, from: string, to: string): Promise<void>;
  properties(address: string, path: string): Promise<FileProperties>;
  space(address: string): Promise<{ totalBytes: number; freeBytes: number }>;
}

export interface ProjectFile {
  /** Relative to the project's folder, `/` between parts, such as `lib/wifi.py`. */
  path: string;
  kind: 'file' | 'folder';
  sizeBytes: number;
}

/** The project's files on the computer where the host runs. Paths are relative and cannot leave the project. */
export interface ProjectService {
  describe(): Promise<{ name: string; folder: string; openFile: string | null }>;
  /** Every file and folder, depth first, sorted; hidden ones and `__pycache__` left out; at most 5,000. */
  list(): Promise<ProjectFile[]>;
  /** `version` changes whenever the file does: pass it back to `write`. Refuses what is not UTF-8 text. */
  read(path: string): Promise<{ text: string; version: string }>;
  /**
   * Writes atomically, making parents. With a `version` that is no longer the file's, rejects with `file-changed`; null
   * means "make it, or write over whatever is there". Resolves to the new version.
   */
  write(path: string, text: string, version: string | null): Promise<string>;
  /** Any file's bytes, of at most 16 MB. */
  readBytes(path: string): Promise<Uint8Array>;
  /** Writes atomically, making parents, over whatever file is there. */
  writeBytes(path: string, bytes: Uint8Array): Promise<void>;
  properties(path: string): Promise<FileProperties>;
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

export type CopyDirection = 'to-board' | 'to-project';

/** A file or folder on its way: `from` a path of the project and `to` one of the board, or the other way round. */
export interface FileCopy {
  from: string;
  to: string;
  kind: 'file' | 'folder';
}

export interface PlannedCopy extends FileCopy {
  sizeBytes: number;
  /** What stands at the target: nothing, the same content, other content, or a folder where a file goes (or a file where a folder). */
  target: 'free' | 'same' | 'differs' | 'in-the-way';
  /** SHA-256 in hexadecimal: of the file, when it is the project's or something stands at its target, and of what stands there. */
  hashes: { source: string | null; target: string | null };
}

/** Many files at once between the project and a board. While they travel the board is `busy` and tells how far; `boards.stop` cancels. */
export interface CopiesService {
  /** What bringing the sources, with all they hold, into a folder of the other side comes to. Changes nothing. */
  plan(address: string, direction: CopyDirection, sources: string[], folder: string): Promise<PlannedCopy[]>;
  /** Copies; missing folders on the way are made. Each file is whole or as it was; what is in place before a failure stays. */
  copy(address: string, direction: CopyDirection, copies: FileCopy[]): Promise<void>;
}

/** A file or folder in full, for the dialog that shows its properties. */
export interface FileProperties {
  path: string;
  kind: 'file' | 'folder';
  sizeBytes: number;
  /** Files and folders below a folder; 0 for a file. */
  itemCount: number;
  /** Of a file, in hexadecimal. */
  sha256: string | null;
  /** Last change on the computer; a board's clock is not to be relied on. */
  modifiedMs: number | null;
}

export interface SyslogStatus {
  /** Where datagrams are received, such as 0.0.0.0:5514; null when the listener could not start. */
  listening: { host: string; port: number } | null;
  /** Why it does not listen or store, or that it listens on another port than the usual one; sentences, with the remedy. */
  problem: string | null;
  totalRows: number;
  lastId: number;
  /** Received since Bramble started, and not kept: there was no room for them. */
  droppedCount: number;
  /** Where the rows are kept. */
  storeFile: string;
}

/** Whose serial output the log keeps: that of boards that send logs here too, of every board, of none. */
export type SerialLogChoice = 'logging' | 'all' | 'none';

/** How a board is to log to this computer, or another. */
export interface BoardLogSettings {
  /** Null when the board joins by itself, or as it was set up before. An open Wi-Fi has an empty password. */
  wifi: { ssid: string; password: string } | null;
  /** Where Bramble listens, as the board names it: an IPv4 address, or a name. */
  host: string;
  port: number;
  /** The board's name in the log; null for `pico-` and the end of its unique id. */
  name: string | null;
}

/** What came of the line that a board sent after it was set up. */
export type BoardLogSetUp =
  /** `board`: its name in the log. `remark`: what will still be in the way, as sentences. */
  | { arrived: true; board: string; rowId: number; remark: string | null }
  /** `reason`: what keeps it from arriving and what to do, in sentences. */
  | { arrived: false; reason: string };

/** What there is to choose from when a board is set up. */
export interface BoardLogChoices {
  /** This computer's addresses, the likeliest first. */
  addresses: { interface: string; address: string }[];
  /** Where Bramble listens; null when it does not. */
  port: number | null;
  /** Whether only this computer's own programs, simulated boards among them, reach the listener. */
  loopbackOnly: boolean;
}

/** A place in a program that a row of the log names. */
export interface LoggedPlace {
  /** Of the row. */
  address: string;
  hostname: string | null;
  receivedAtMs: number;
  /** As the board names it, such as `main.py` or `/lib/wifi.py`. */
  file: string;
  /** The program that was run from here and that the board names `<stdin>`, in place of `file`; else null. */
  program: string | null;
}

export interface SyslogService {
  status(): Promise<SyslogStatus>;
  /** The newest rows that pass, newer than `afterId` and older than `beforeId` where they are given, ascending by id. `limit` 1 to 1000. */
  rows(filter: SyslogFilter, page: { afterId?: number; beforeId?: number; limit: number }): Promise<SyslogRow[]>;
  /** Rows newer than `afterId` that pass, ascending, the newest `limit` of them. */
  rowsAfter(filter: SyslogFilter, afterId: number, limit: number): Promise<SyslogRow[]>;
  /** Hosts seen, the most talkative first, at most 200. */
  hosts(): Promise<{ host: string; count: number }[]>;
  /** Rows that pass by time of reception and severity, for a chart. */
  histogram(filter: SyslogFilter, range: SyslogHistogramRange): Promise<SyslogHistogram>;
  /** Rows that pass by host, app, severity and facility. */
  facets(filter: SyslogFilter): Promise<SyslogFacets>;
  /** The kinds of errors among the rows that pass, those seen last first. Takes some seconds at most. */
  errors(filter: SyslogFilter): Promise<SyslogErrors>;
  /** What is known of each board that logs, the one heard last first. */
  boards(): Promise<BoardStatus[]>;
  /** What happened to boards at the rows from `fromId` to `toId`: boots, gaps, crashes. */
  boardEvents(fromId: number, toId: number): Promise<BoardEventAt[]>;
  /**
   * Stores the lines of a piece of a log file, 2 MiB at most. They make no board heard and set off no alert. Rejects with `log-store`; some
   * lines of the piece may be there then.
   */
  importPiece(piece: LogFilePiece): Promise<ImportedLines>;
  /** Deletes every row. */
  clear(): Promise<void>;
  /** The text that was sent from this computer and that the board had there when the row came; null when that is not known. */
  sentText(place: LoggedPlace): Promise<string | null>;
  serialKept(): Promise<SerialLogChoice>;
  /** Has the log keep what these boards print, from now on and at the next start. */
  keepSerial(choice: SerialLogChoice): Promise<void>;
  setUpChoices(): Promise<BoardLogChoices>;
  /**
   * Makes a connected board log here from its start on: installs bramble_log, its settings and a block in boot.py, which all else of
   * boot.py survives; then has the board send a line and waits for it. What runs on the board is stopped first, and started again.
   */
  setUpBoard(address: string, settings: BoardLogSettings): Promise<BoardLogSetUp>;
  /** Takes what `setUpBoard` installed off the board again; false when there was nothing. */
  tearDownBoard(address: string): Promise<boolean>;
  alertRules(): Promise<AlertRule[]>;
  /** The last alert of each rule since the start. */
  lastAlerts(): Promise<Alert[]>;
  /** Keeps these rules in the place of those of before. Rejects with `bad-query`, and with `usage` for two of one name. */
  setAlertRules(rules: AlertRule[]): Promise<void>;
}

export interface SimulatorService {
  snapshot(address: string): Promise<SimulatorSnapshot>;
  /** Drives a pin from outside (a button, a wire); null lets it go. */
  drivePin(address: string, pin: string, level: 0 | 1 | null): Promise<void>;
  /** Does what the command says. Rejects with `usage` for what the board does not have. */
  steer(address: string, command: SteeringCommand): Promise<SteeringOutcome>;
  /** Everything that `steer` can attach. */
  parts(): Promise<PartDescription[]>;
}

export interface Services {
  boards: BoardsService;
  files: BoardFilesService;
  project: ProjectService;
  copies: CopiesService;
  syslog: SyslogService;
  simulator: SimulatorService;
}

/** What a host pushes. The client acknowledges each push; a host pauses past a high-water mark of unacknowledged bytes. */
export interface HostEvents {
  'boards.changed': BoardSummary[];
  /** Output of a program or of the friendly REPL, in order, nothing dropped. */
  'board.output': {
    address: string;
    bytes: Uint8Array;
    /** How many bytes of output this board's session had before these. */
    position: number;
  };
  'simulator.changed': { address: string; snapshot: SimulatorSnapshot };
  /** There are rows up to `lastId` now; the view fetches those it shows. At most two hundred a second. */
  'syslog.changed': { lastId: number; totalRows: number };
  /** The store began to refuse lines, such as on a full disk, for the reason in the words of `SyslogStatus`; or takes them again (null). */
  'syslog.trouble': { problem: string | null };
  /** What an alert rule waits for came. */
  'syslog.alert': Alert;
  /** Files and folders of the project that changed on disk; an empty list means that anything may have changed. */
  'project.changed': { paths: string[] };
}
