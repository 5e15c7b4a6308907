/** The npm package `syslog-server` 1.0.1 as far as Bramble uses it: it brings no types of its own. */
declare module 'syslog-server' {
  import type { EventEmitter } from 'node:events';

  export default class SyslogServer extends EventEmitter {
    /** Emits `start` when it listens. */
    start(options?: { port: number; address: string; exclusive?: boolean }): Promise<void>;
    /** Emits `stop` when the socket is closed. */
    stop(): Promise<void>;
    isRunning(): boolean;
  }
}
