/** The names of every service's methods, so that a client can be built without the schemas. A missing name does not compile. */
import type { Services } from './services.ts';

type MethodTable = { readonly [S in keyof Services]: { readonly [M in keyof Services[S]]: true } };

export const methods: MethodTable = {
  boards: {
    list: true,
    connect: true,
    rescue: true,
    rename: true,
    disconnect: true,
    run: true,
    stop: true,
    softReset: true,
    type: true,
    recentOutput: true,
  },
  files: {
    list: true,
    tree: true,
    read: true,
    write: true,
    writeAll: true,
    remove: true,
    makeFolder: true,
    rename: true,
    properties: true,
    space: true,
  },
  project: {
    describe: true,
    list: true,
    read: true,
    write: true,
    readBytes: true,
    writeBytes: true,
    properties: true,
    remove: true,
    makeFolder: true,
    rename: true,
  },
  copies: { plan: true, copy: true },
  syslog: {
    status: true,
    rows: true,
    rowsAfter: true,
    hosts: true,
    histogram: true,
    facets: true,
    boards: true,
    boardEvents: true,
    clear: true,
    setUpChoices: true,
    setUpBoard: true,
    tearDownBoard: true,
  },
  simulator: { snapshot: true, drivePin: true, steer: true, parts: true },
};
