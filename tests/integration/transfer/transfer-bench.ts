/** A board that runs the real MicroPython, a line to it that can be meddled with, and files to send: for the tests of transfers. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Clock } from '../../../app/base/index.ts';
import { BoardFiles, BoardSession } from '../../../app/board/index.ts';
import { deflate } from '../../../main/platform/deflate.ts';
import { systemClock } from '../../../main/platform/system-clock.ts';
import type { SimulatedBoard } from '../../../main/simulator/simulated-board.ts';
import { SimulatedTransport } from '../../../main/transports/simulated-transport.ts';
import { MeddledLine } from '../../support/meddled-line.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../../support/temporary-board.ts';

export let flash: string;
export let board: SimulatedBoard;
export let line: MeddledLine;
export let session: BoardSession;
export let files: BoardFiles;

/** Gives the file that calls it one board, whose flash is empty at the start of each test. */
export function arrangeBoard(): void {
  let temporary: TemporaryBoard;
  beforeAll(async () => {
    temporary = await startTemporaryBoard({ name: 'transfer-test' });
    ({ board, flash } = temporary);
  });
  afterAll(() => temporary.dispose());
  beforeEach(() => connect());
  afterEach(() => {
    session.dispose();
    for (const name of readdirSync(flash)) rmSync(join(flash, name), { recursive: true });
  });
}

/** Another line to the board, and a session on it. */
export async function connect(clock: Clock = systemClock): Promise<void> {
  line = new MeddledLine(new SimulatedTransport({ name: 'transfer-test', openLine: async () => board.openLine() }));
  session = new BoardSession({ transport: line, clock });
  files = new BoardFiles(session, { deflate });
  await session.connect();
}

/** Bytes that do not deflate, the same each time. */
export function random(count: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, at) =>
    createHash('sha256').update(`${at}`).digest(),
  );
  return Uint8Array.from(Buffer.concat(blocks).subarray(0, count));
}

/** Lines of Python, which deflate well. */
export const source = (lines: number) =>
  new TextEncoder().encode(Array.from({ length: lines }, (_, at) => `led_${at} = Pin(${at % 29}, Pin.OUT)\n`).join(''));
export const onFlash = (name: string) => Uint8Array.from(readFileSync(join(flash, name)));
/** The board is at its prompt, and Bramble left nothing of its own there. */
export async function boardIsClean(): Promise<void> {
  expect(session.state).toEqual({ kind: 'ready' });
  const { output, traceback } = await session.exec('import os\nprint("_bramble" in globals(), os.listdir("/"))');
  expect(traceback).toBeNull();
  expect(Buffer.from(output).toString()).toMatch(/^False /);
  expect(Buffer.from(output).toString()).not.toContain('.bramble');
}

/** Where in what is sent the stream is: the agent comes first. */
export const agentBytes = 1_500;
