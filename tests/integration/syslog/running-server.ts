/** A syslog server for a test, with a sender: both end with the test. */
import { createSocket, type Socket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { type SyslogServerHandle, type SyslogServerOptions, startSyslogServer } from '../../../main/syslog/index.ts';

export function temporaryStore(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-syslog-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'log.db');
}

export class RunningServer {
  readonly handle: SyslogServerHandle;
  readonly port: number;
  readonly storeFile: string;
  readonly #sender: Socket;
  #sentCount = 0;

  static async start(options: Partial<SyslogServerOptions> = {}): Promise<RunningServer> {
    const storeFile = options.storeFile ?? temporaryStore();
    const handle = await startSyslogServer({ port: 0, ...options, storeFile });
    onTestFinished(() => handle.dispose());
    const { listening } = await handle.status();
    if (listening === null) throw new Error(handle.listenError?.message);
    return new RunningServer(handle, listening.port, storeFile);
  }

  private constructor(handle: SyslogServerHandle, port: number, storeFile: string) {
    this.handle = handle;
    this.port = port;
    this.storeFile = storeFile;
    this.#sender = createSocket('udp4');
    onTestFinished(() => {
      this.#sender.close();
    });
  }

  /**
   * Sends in order, and no faster than the server receives: a system that gives it a small buffer must not make a test
   * fail. Resolves when it has received them all.
   */
  async send(datagrams: readonly (string | Uint8Array)[]): Promise<void> {
    let unreceivedBytes = 0;
    for (const datagram of datagrams) {
      const bytes = Buffer.from(datagram as string);
      await this.#sendOne(bytes);
      this.#sentCount++;
      unreceivedBytes += bytes.length + 1000;
      if (unreceivedBytes < 60_000) continue;
      await this.#received();
      unreceivedBytes = 0;
    }
    await this.#received();
  }

  /** Sends as fast as the system takes them, and waits for nothing. */
  async sendAtOnce(datagrams: readonly Uint8Array[]): Promise<void> {
    await Promise.all(datagrams.map((datagram) => this.#sendOne(datagram)));
  }

  /** Resolves when the store has rows up to `id`. */
  async storedUpTo(id: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      const subscription = this.handle.onDidChange(({ lastId }) => {
        if (lastId < id) return;
        subscription.dispose();
        resolve();
      });
    });
    if ((await this.handle.status()).lastId < id) await reached;
  }

  /** The newest 1000 rows, when there are `count` of them. */
  async rowsWhenStored(count: number): Promise<SyslogRow[]> {
    await this.storedUpTo(count);
    return this.handle.rows({}, { limit: 1000 });
  }

  #sendOne(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#sender.send(bytes, this.port, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
    });
  }

  async #received(): Promise<void> {
    while (this.handle.counts.received < this.#sentCount) await nextTurn();
  }
}
