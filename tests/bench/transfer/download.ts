/** What files cost on the wire the other way, from the board to the computer, with the agent's own source. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CountingRelay } from '../../support/counting-relay.ts';
import { median, type Report } from '../report.ts';

const rounds = 3;

interface Download {
  report: Report;
  where: string;
  files: readonly { name: string; bytes: Buffer }[];
  /** The command line's entry. */
  bramble: string;
  relay: CountingRelay;
  folder: string;
  flash: string;
}

export async function measureDownload({
  report,
  where,
  files,
  bramble,
  relay,
  folder,
  flash,
}: Download): Promise<void> {
  const target = join(folder, 'downloaded');
  const wireBytes: number[] = [];
  const wireMs: number[] = [];
  for (const { name, bytes } of files) await writeFile(join(flash, name), bytes);
  for (let round = 0; round < rounds; round++) {
    await mkdir(target);
    relay.reset();
    const device = `tcp:127.0.0.1:${relay.port}`;
    const sources = files.map(({ name }) => `:${name}`);
    await promisify(execFile)(process.execPath, [bramble, '--device', device, 'fs', 'cp', ...sources, target]);
    for (const { name, bytes } of files) {
      if (!(await readFile(join(target, name))).equals(bytes)) throw new Error(`${name} is not what the board holds.`);
    }
    wireBytes.push(relay.bytes);
    wireMs.push(relay.durationMs);
    await rm(target, { recursive: true });
  }
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const rate = size / 1024 / (median(wireMs) / 1000);
  report.add({
    what: `Bramble from the board, ${where}`,
    value: `${rate.toFixed(0)} KB/s, ${(median(wireBytes) / size).toFixed(3)} bytes/byte`,
    note: `first to last byte on the wire, middle of ${rounds}`,
  });
}
