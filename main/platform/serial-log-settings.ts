/** Which boards' serial output the log keeps, and under which names boards log: one JSON file in the data folder. */
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file.ts';

const settings = z.object({
  /** Boards whose output is kept: those that send logs here too, all, or none. */
  keeps: z.enum(['logging', 'all', 'none']).catch('logging'),
  /** Board address to the name that the board has in the log. */
  boards: z.record(z.string(), z.string()).catch({}),
});

export type SerialLogSettings = z.infer<typeof settings>;

export async function readSerialLogSettings(dataFolder: string): Promise<SerialLogSettings> {
  const kept = settings.safeParse(await readJsonFile(fileIn(dataFolder)));
  return kept.success ? kept.data : settings.parse({});
}

export async function writeSerialLogSettings(dataFolder: string, written: SerialLogSettings): Promise<void> {
  await writeJsonFile(fileIn(dataFolder), written);
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'serial-log.json');
}
