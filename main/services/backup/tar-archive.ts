/** Files and folders as a tar archive in memory, and back. It knows no boards. */
import { extract, pack } from 'tar-stream';
import { BrambleError } from '../../../app/base/index.ts';

/** Paths are relative, `/` between parts, such as `lib/wifi.py`. */
export type ArchiveEntry = { kind: 'folder'; path: string } | { kind: 'file'; path: string; bytes: Uint8Array };

/** ustar, with pax records for names that do not fit it. */
export async function packTar(entries: readonly ArchiveEntry[], modified: Date): Promise<Uint8Array> {
  const archive = pack();
  const parts: Uint8Array[] = [];
  const whole = new Promise<void>((resolve, reject) => {
    archive.on('data', (part) => void parts.push(part as Uint8Array));
    archive.on('end', resolve);
    archive.on('error', reject);
  });
  for (const entry of entries) {
    const head = { name: entry.path, mtime: modified, uid: 0, gid: 0 };
    if (entry.kind === 'folder') archive.entry({ ...head, type: 'directory', mode: 0o755 });
    else archive.entry({ ...head, type: 'file', mode: 0o644, size: entry.bytes.length }, Buffer.from(entry.bytes));
  }
  archive.finalize();
  await whole;
  return Buffer.concat(parts);
}

/**
 * The files and folders of an archive, whoever made it; links and devices are left out, and no path leads out of the folder that it
 * is unpacked to. Throws `file-unreadable` when it is none.
 */
export async function readTar(bytes: Uint8Array): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const archive = extract();
  archive.on('entry', (head, stream, next) => {
    const parts: Uint8Array[] = [];
    stream.on('data', (part) => void parts.push(part as Uint8Array));
    stream.on('end', () => {
      const path = insidePath(head.name);
      if (path !== '' && head.type === 'directory') entries.push({ kind: 'folder', path });
      if (path !== '' && head.type === 'file') entries.push({ kind: 'file', path, bytes: Buffer.concat(parts) });
      next();
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      archive.on('finish', resolve);
      archive.on('error', reject);
      archive.end(Buffer.from(bytes));
    });
  } catch (cause) {
    throw new BrambleError('file-unreadable', 'The file is no tar archive, or only a part of one.', { cause });
  }
  return entries;
}

function insidePath(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}
