/**
 * The zod schema of every method's arguments, as a tuple. The host checks each call against it before the service sees it.
 * Sizes are bounded here: what passes is small enough to handle. The last lines prove that schemas and interface agree.
 */
import { z } from 'zod';
import { parseBoardAddress } from '../board/index.ts';
import { isProjectPath } from '../project/index.ts';
import { longestAlertName, longestPeriodSeconds, mostRules, mostThreshold } from '../syslog/index.ts';
import type { Services } from './services.ts';
import { isPin, level, steeringCommand } from './steering-schema.ts';

const maxSourceLength = 2 * 1024 * 1024;
const maxFileBytes = 16 * 1024 * 1024;
/** In UTF-16 units; up to three bytes each on the wire. */
const maxTextLength = 8 * 1024 * 1024;
const maxTypedBytes = 1024 * 1024;
/** Of a log file. A line may be as long as half of it. */
const maxPieceBytes = 2 * 1024 * 1024;

const address = z.string().max(512).refine(isBoardAddress, 'is not a board address');
const boardPath = z
  .string()
  .max(512)
  .regex(/^\/[^\0]*$/, 'is not an absolute path on the board, such as /lib/wifi.py');
const projectPath = z.string().refine(isProjectPath, 'is not a path inside the project, such as lib/wifi.py');
/** Which side is the board's says the direction; the service checks each path by it. */
const copyPath = z.union([projectPath, boardPath]);
const copyDirection = z.enum(['to-board', 'to-project']);
const maxCopies = 10_000;
const label = z.string().min(1).max(200);
const rowId = z.int().min(0);
const rowLimit = z.int().min(1).max(1000);
const pinName = z.string().refine(isPin, 'is not a pin, such as GP15 or LED');
const severity = z.literal([0, 1, 2, 3, 4, 5, 6, 7]);
/** Ms since the Unix epoch, up to the year 9999. */
const timeMs = z.int().min(0).max(253_402_300_799_999);

const syslogFilter = z.strictObject({
  text: z.string().max(500).exactOptional(),
  severityAtMost: severity.exactOptional(),
  host: z.string().max(300).exactOptional(),
  query: z.string().max(2000).exactOptional(),
});

/** The service says what a Wi-Fi's name and password may be, in words for people. */
const boardLogSettings = z.strictObject({
  wifi: z.strictObject({ ssid: z.string().max(100), password: z.string().max(200) }).nullable(),
  host: z.string().regex(/^[!-~]{1,253}$/, 'is not an address or a name of a computer'),
  port: z.int().min(1).max(65_535),
  name: z
    .string()
    .regex(/^[!-~]{1,48}$/, 'is not a name of 1 to 48 characters without spaces')
    .nullable(),
});

const loggedPlace = z.strictObject({
  address: z.string().max(600),
  hostname: z.string().max(1000).nullable(),
  receivedAtMs: timeMs,
  file: z.string().max(300),
  program: z.string().max(300).nullable(),
});

/** The service says what is wrong with a query. */
const alertRule = z.strictObject({
  name: z.string().trim().min(1).max(longestAlertName),
  query: z.string().max(2000),
  threshold: z.int().min(1).max(mostThreshold),
  periodSeconds: z.int().min(1).max(longestPeriodSeconds),
  isOn: z.boolean(),
});

function bytes(maxBytes: number) {
  const says = `is not a Uint8Array of at most ${maxBytes} bytes`;
  return z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= maxBytes, says);
}

const logFilePiece = z.strictObject({
  name: z.string().regex(/^[^/\\\0]{1,255}$/, 'is not a name of a file'),
  modifiedMs: timeMs,
  zoneOffsetMinutes: z.int().min(-1440).max(1440),
  isFirst: z.boolean(),
  lastTimeMs: z.int().nullable(),
  bytes: bytes(maxPieceBytes),
});

function isBoardAddress(text: string): boolean {
  try {
    parseBoardAddress(text);
    return true;
  } catch {
    return false;
  }
}

const schemas = {
  boards: {
    list: z.tuple([]),
    connect: z.tuple([address]),
    rescue: z.tuple([address]),
    rename: z.tuple([address, z.string().max(100).nullable()]),
    disconnect: z.tuple([address]),
    run: z.tuple([address, z.strictObject({ source: z.string().max(maxSourceLength), name: label })]),
    stop: z.tuple([address]),
    softReset: z.tuple([address]),
    type: z.tuple([address, bytes(maxTypedBytes)]),
    recentOutput: z.tuple([address]),
  },
  files: {
    list: z.tuple([address, boardPath]),
    read: z.tuple([address, boardPath]),
    tree: z.tuple([address, boardPath]),
    write: z.tuple([address, boardPath, bytes(maxFileBytes)]),
    writeAll: z.tuple([
      address,
      z.array(z.strictObject({ path: boardPath, bytes: bytes(maxFileBytes) })).max(maxCopies),
    ]),
    remove: z.tuple([address, boardPath]),
    makeFolder: z.tuple([address, boardPath]),
    rename: z.tuple([address, boardPath, boardPath]),
    properties: z.tuple([address, boardPath]),
    space: z.tuple([address]),
  },
  project: {
    describe: z.tuple([]),
    list: z.tuple([]),
    read: z.tuple([projectPath]),
    write: z.tuple([projectPath, z.string().max(maxTextLength), z.string().max(200).nullable()]),
    readBytes: z.tuple([projectPath]),
    writeBytes: z.tuple([projectPath, bytes(maxFileBytes)]),
    properties: z.tuple([projectPath]),
    remove: z.tuple([projectPath]),
    makeFolder: z.tuple([projectPath]),
    rename: z.tuple([projectPath, projectPath]),
  },
  copies: {
    plan: z.tuple([address, copyDirection, z.array(copyPath).min(1).max(maxCopies), z.literal('').or(copyPath)]),
    copy: z.tuple([
      address,
      copyDirection,
      z.array(z.strictObject({ from: copyPath, to: copyPath, kind: z.enum(['file', 'folder']) })).max(maxCopies),
    ]),
  },
  syslog: {
    status: z.tuple([]),
    rows: z.tuple([
      syslogFilter,
      z.strictObject({ afterId: rowId.exactOptional(), beforeId: rowId.exactOptional(), limit: rowLimit }),
    ]),
    rowsAfter: z.tuple([syslogFilter, rowId, rowLimit]),
    hosts: z.tuple([]),
    histogram: z.tuple([
      syslogFilter,
      z.strictObject({
        fromMs: timeMs.exactOptional(),
        toMs: timeMs.exactOptional(),
        buckets: z.int().min(1).max(2000),
      }),
    ]),
    facets: z.tuple([syslogFilter]),
    errors: z.tuple([syslogFilter]),
    boards: z.tuple([]),
    boardEvents: z.tuple([rowId, rowId]),
    importPiece: z.tuple([logFilePiece]),
    clear: z.tuple([]),
    sentText: z.tuple([loggedPlace]),
    serialKept: z.tuple([]),
    keepSerial: z.tuple([z.enum(['logging', 'all', 'none'])]),
    setUpChoices: z.tuple([]),
    setUpBoard: z.tuple([address, boardLogSettings]),
    tearDownBoard: z.tuple([address]),
    alertRules: z.tuple([]),
    lastAlerts: z.tuple([]),
    setAlertRules: z.tuple([z.array(alertRule).max(mostRules)]),
  },
  simulator: {
    snapshot: z.tuple([address]),
    drivePin: z.tuple([address, pinName, level]),
    steer: z.tuple([address, steeringCommand]),
    parts: z.tuple([]),
  },
};

type Checked = { [S in keyof typeof schemas]: { [M in keyof (typeof schemas)[S]]: Output<(typeof schemas)[S][M]> } };
type Declared = { [S in keyof Services]: { [M in keyof Services[S]]: ArgumentsOf<Services[S][M]> } };
type Output<T> = T extends z.ZodType ? Unlabelled<z.output<T>> : never;
type ArgumentsOf<T> = T extends (...args: infer A) => unknown ? Unlabelled<A> : never;
/** A tuple without its labels, which would make two equal ones differ. */
type Unlabelled<T> = T extends readonly unknown[]
  ? { [K in keyof T as K extends `${number}` ? K : never]: T[K] }
  : never;
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Does not compile when a schema and its method's arguments differ. */
const provenSchemas: Equal<Checked, Declared> extends true ? typeof schemas : never = schemas;

/** The schema of `service.method`, or undefined when there is none: own names only, so that `constructor` is none. */
export function schemaOf(name: string): z.ZodType<unknown[]> | undefined {
  return schemasByName.get(name);
}

const schemasByName = new Map<string, z.ZodType<unknown[]>>(
  Object.entries(provenSchemas).flatMap(([service, ofMethods]) =>
    Object.entries(ofMethods).map(([method, schema]): [string, z.ZodType<unknown[]>] => [
      `${service}.${method}`,
      schema,
    ]),
  ),
);
