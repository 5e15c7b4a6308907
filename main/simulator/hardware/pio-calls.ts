/** The PIO as system calls (`pio.*`), called by `rp2.py` alone, and what pins that it looks at ask (`pins.change`). */
import type { MachineSetUp, Pio } from '../../../app/simulator/index.ts';
import { errno } from '../board-errno.ts';
import type { SystemCall } from './system-calls.ts';

/** The words that `pio.set_up` is given, one after another, as `rp2.py` writes them. */
const setUpWords = [
  'offset',
  'length',
  'wrapBottom',
  'wrapTop',
  'sidesetBits',
  'sidesetOptional',
  'sidesetPindirs',
  'inBase',
  'outBase',
  'outCount',
  'setBase',
  'setCount',
  'sidesetBase',
  'jmpPin',
  'inShiftRight',
  'outShiftRight',
  'autopush',
  'autopull',
  'pushThreshold',
  'pullThreshold',
  'fifoJoin',
  'divider256',
  'pins',
  'initialized',
  'levels',
  'directions',
] as const;

/** MicroPython's numbers for `fifo_join`. */
const fifoJoins = ['none', 'tx', 'rx'] as const;

export function pioCalls(pio: Pio): Record<string, SystemCall> {
  const words = (memory: Uint8Array, address: unknown, count: unknown): number[] => {
    const view = new DataView(memory.buffer, Number(address), 4 * Number(count));
    return Array.from({ length: Number(count) }, (_, at) => view.getUint32(4 * at, true));
  };
  return {
    'pins.change': () => {
      pio.beforeInput();
      return 0;
    },
    'pio.load': ([block, at, count, origin], memory) => {
      const program = words(memory, at, count);
      return pio.load(Number(block), program, Number(origin) < 0 ? undefined : Number(origin)) ?? -errno.ENOMEM;
    },
    'pio.unload': ([block, offset, length]) => {
      const program = { offset: Number(offset), length: Number(length) };
      pio.unload(Number(block), program.length === 0 ? undefined : program);
      return 0;
    },
    'pio.set_up': ([index, at], memory) => {
      pio.setUp(Number(index), setUp(words(memory, at, setUpWords.length)));
      return 0;
    },
    'pio.enable': ([index, enabled]) => {
      pio.enable(Number(index), enabled === 1);
      return 0;
    },
    'pio.enabled': ([index]) => Number(pio.isEnabled(Number(index))),
    'pio.restart': ([index]) => {
      pio.restart(Number(index));
      return 0;
    },
    'pio.execute': ([index, word]) => {
      pio.execute(Number(index), Number(word));
      return 0;
    },
    'pio.put': ([index, at, count, prompt], memory) => {
      pio.put(Number(index), words(memory, at, count), prompt === 1);
      return pio.backlog(Number(index));
    },
    'pio.backlog': ([index]) => pio.backlog(Number(index)),
    'pio.drop_backlog': ([index]) => {
      pio.dropBacklog(Number(index));
      return 0;
    },
    'pio.get': ([index, at, count], memory) => {
      const taken = pio.get(Number(index), Number(count));
      const view = new DataView(memory.buffer, Number(at), 4 * taken.length);
      for (const [place, word] of taken.entries()) view.setUint32(4 * place, word, true);
      return taken.length;
    },
    'pio.tx_fifo': ([index]) => pio.levels(Number(index)).tx,
    'pio.rx_fifo': ([index]) => pio.levels(Number(index)).rx,
    'pio.want': ([block, flags]) => {
      pio.want(Number(block), Number(flags));
      return 0;
    },
  };
}

function setUp(values: readonly number[]): MachineSetUp {
  const named = Object.fromEntries(setUpWords.map((name, at) => [name, values[at] ?? 0])) as Record<
    (typeof setUpWords)[number],
    number
  >;
  const { offset, length, pins, initialized, levels, directions, ...settings } = named;
  return {
    program: { offset, length },
    pins,
    initialized,
    levels,
    directions,
    settings: {
      ...settings,
      sidesetOptional: settings.sidesetOptional === 1,
      sidesetPindirs: settings.sidesetPindirs === 1,
      inShiftRight: settings.inShiftRight === 1,
      outShiftRight: settings.outShiftRight === 1,
      autopush: settings.autopush === 1,
      autopull: settings.autopull === 1,
      fifoJoin: fifoJoins[settings.fifoJoin] ?? 'none',
    },
  };
}
