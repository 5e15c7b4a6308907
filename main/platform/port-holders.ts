/** Which processes have a device open, as far as the system tells this user: Linux, by /proc. */
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface PortHolder {
  pid: number;
  /** The program and its arguments, such as `mpremote connect /dev/ttyACM0`; cut at 80 characters. */
  command: string;
}

/** Every other process that has `device` open. Those of other users are not told, nor is anything on a system without /proc. */
export async function holdersOf(device: string, procFolder = '/proc', own = process.pid): Promise<PortHolder[]> {
  const target = await realpath(device).catch(() => device);
  const pids = (await readdir(procFolder).catch(() => [])).map(Number).filter((pid) => pid > 0 && pid !== own);
  const found = await Promise.all(pids.map(async (pid) => ((await hasOpen(procFolder, pid, target)) ? pid : null)));
  return Promise.all(
    found.filter((pid) => pid !== null).map(async (pid) => ({ pid, command: await commandOf(procFolder, pid) })),
  );
}

/** `mpremote connect auto (process 123)`, for a sentence; null when nobody is known. */
export function holdersForPeople(holders: readonly PortHolder[]): string | null {
  if (holders.length === 0) return null;
  return holders.map(({ pid, command }) => `"${command}" (process ${pid})`).join(', ');
}

async function hasOpen(procFolder: string, pid: number, target: string): Promise<boolean> {
  const folder = join(procFolder, String(pid), 'fd');
  // Another user's, or a process that has just ended.
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
  return links.includes(target);
}

async function commandOf(procFolder: string, pid: number): Promise<string> {
  const line = await readFile(join(procFolder, String(pid), 'cmdline'), 'utf8').catch(() => '');
  const [program = '', ...rest] = line.split('\0').filter((part) => part !== '');
  const command = [basename(program), ...rest].join(' ');
  if (command === '') return 'a program';
  return command.length > 80 ? `${command.slice(0, 79)}…` : command;
}
