/**
 * What a real board said, byte for byte, against what the simulated one says. The recordings' times are left out: each step waits
 * for the bytes of the one before, and an interrupt for the program to be where it was recorded.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { boardStart } from '../support/board-start.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../support/temporary-board.ts';
import { LineReader } from './line-reader.ts';

type Event = ['host' | 'board', string, number];
interface Scene {
  name: string;
  note: string;
  events: Event[];
}

const recordings = new URL('../fixtures/recordings/', import.meta.url);
const scenes: Scene[] = JSON.parse(readFileSync(new URL('sessions.json', recordings), 'utf8'));

/** The recorded board is another model with another build: its banner, and what it alone has. */
const realBanner = /MicroPython v\S+ on [\d-]+; Raspberry Pi Pico with RP2040/g;
const simulatedBanner = /MicroPython v\S+ on [\d-]+; Raspberry Pi Pico W \(simulated\) with RP2040/g;

const bootProgram = 'print("boot here")\n';
const mainProgram = 'print("main here")\n';
const endlessProgram = 'import time\nn = 0\nwhile True:\n    print("tick", n)\n    n += 1\n    time.sleep(5)\n';

/** What stood in the flash when a scene was recorded. */
const programs: Record<string, { boot: string; main: string }> = {
  'soft-reset-from-raw': { boot: bootProgram, main: mainProgram },
  'soft-reset-from-friendly': { boot: bootProgram, main: mainProgram },
  'soft-reset-endless-main': { boot: bootProgram, main: endlessProgram },
  'machine-soft-reset': { boot: bootProgram, main: endlessProgram },
};
/** Where the simulated board is known to differ; docs/simulator.md says why. */
const differences: Record<string, [recorded: string, simulated: string]> = {
  'friendly-tab-completion': ['machine         math\r\n', 'math            machine\r\n'],
};
const friendlyScenes = /^(friendly|paste-mode)|^raw-enter$|^soft-reset-(from-friendly|endless-main)$/;

describe('A recorded scene on the simulated board', () => {
  let temporary: TemporaryBoard;
  let board: SimulatedBoard;
  let line: LineReader;

  beforeAll(async () => {
    temporary = await startTemporaryBoard({ name: 'scenes', ...boardStart });
    board = temporary.board;
    line = new LineReader(board.openLine());
    // Past the banner of power-on, if it came at all: the line was plugged in while the board started.
    await line.write('print("on" + "line")\r');
    await line.until('online\r\n>>> ');
  });

  afterAll(() => temporary.dispose());

  for (const scene of scenes) {
    it(`is the same: ${scene.name} (${scene.note})`, async () => {
      const { boot, main } = programs[scene.name] ?? { boot: '', main: '' };
      writeFileSync(path.join(temporary.flash, 'boot.py'), boot);
      writeFileSync(path.join(temporary.flash, 'main.py'), main);
      await line.write('\u0003\u0002');
      await line.until('information.\r\n>>> ');
      if (!friendlyScenes.test(scene.name)) {
        await line.write('\u0001');
        await line.until('CTRL-B to exit\r\n>');
      }
      for (const { sent, expected } of steps(scene)) {
        for (const text of sent) {
          // The recorded host gave the program time to get to where it waits.
          const waits = text.includes('\u0003') && scene.name !== 'interrupt-tight-loop';
          if (waits) await expect.poll(() => board.activity, { interval: 1 }).not.toBe('running');
          await line.write(text);
        }
        const [recorded, simulated] = differences[scene.name] ?? ['', ''];
        const wanted = expected.replaceAll(realBanner, '<banner>').replace(recorded, simulated);
        const got = await line.take((all) => all.replaceAll(simulatedBanner, '<banner>'), wanted.length);
        expect(got).toBe(wanted);
      }
    });
  }
});

/** What the host sends and what the board answers before the host sends again. */
function steps(scene: Scene): { sent: string[]; expected: string }[] {
  const found: { sent: string[]; expected: string }[] = [];
  for (const [who, text] of scene.events) {
    const last = found.at(-1);
    if (who === 'board' && last !== undefined) last.expected += text;
    else if (last !== undefined && last.expected === '') last.sent.push(text);
    else found.push({ sent: [text], expected: '' });
  }
  return found;
}
