/** The project that a new user finds open: a folder of their own with an example to run. What is in it is never written over. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { examplesFolder } from './installation.ts';

const example = 'blink-and-log.py';
/** The line of the example that names the port of the log listener. */
const syslogLine = /^SYSLOG = \("127\.0\.0\.1", \d+\)$/m;

/**
 * Makes `projects/first-project` in the data folder with the example as its main.py, which sends its log to `syslogPort`.
 * Gives the folder; one that is there already stays as it is.
 */
export async function prepareFirstProject(dataFolder: string, syslogPort: number | null): Promise<string> {
  const folder = join(dataFolder, 'projects', 'first-project');
  const made = await mkdir(folder, { recursive: true });
  if (made === undefined) return folder;
  const program = await readFile(join(examplesFolder, example), 'utf8');
  const text = syslogPort === null ? program : program.replace(syslogLine, `SYSLOG = ("127.0.0.1", ${syslogPort})`);
  await writeFile(join(folder, 'main.py'), text, { flag: 'wx' });
  return folder;
}
