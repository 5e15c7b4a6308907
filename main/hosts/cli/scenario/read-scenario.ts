/** Reads a scenario's file for `--scenario`. */
import { parseScenario } from '../../../../app/simulator/steering/parse-scenario.ts';
import type { Scenario } from '../../../../app/simulator/steering/scenario.ts';
import { readComputerFile } from '../files/computer-files.ts';

/** Rejects with `file-not-found`, `file-unreadable`, and `usage` with the line that is wrong. */
export async function readScenario(file: string): Promise<Scenario> {
  return parseScenario(new TextDecoder().decode(await readComputerFile(file)), file);
}
