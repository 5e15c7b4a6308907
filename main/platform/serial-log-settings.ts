/** Which boards' serial output the log keeps, and under which names boards log: one JSON file in the data folder. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const settings = z.object({
  /** Boards whose output is kept: those that send logs here too, all, or none. */
  keeps: z.enum(['logging', 'all', 'none']).catch('logging'),
  /** Board address to the name that the board has in the log. */
  boards: z.record(z.string(), z.string()).catch({}),
});

export type SerialLogSettings = z.infer<typeof settings>;

export async function readSerialLogSettings(dataFolder: string): Promise<SerialLogSettings> {
  const text = await readFile(fileIn(dataFolder), 'utf8').catch(() => '{}');
  try {
    return settings.parse(JSON.parse(text));
  } catch {
    // Spoilt by hand.
    return settings.parse({});
  }
}

export async function writeSerialLogSettings(dataFolder: string, written: SerialLogSettings): Promise<void> {
  const file = fileIn(dataFolder);
  await mkdir(dataFolder, { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(written, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'serial-log.json');
}
