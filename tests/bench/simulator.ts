/**
 * What a simulated board costs: power-on, soft reset, pins, the interpreter beside the same image run plainly, sleep, and memory
 * under a program that blinks, logs and formats text.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMicroPython } from '@micropython/micropython-webassembly-pyscript/micropython.mjs';
import { interpreterImagePath } from '../../main/simulator/interpreter/interpreter-image.ts';
import { PreparationCache } from '../../main/simulator/preparation-cache.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { LineReader } from '../integration/line-reader.ts';
import { type BenchmarkOptions, median, type Report } from './report.ts';

const rounds = 5;
const usualMemorySeconds = 30;
/** A step of the memory measurement: several collections, and less than a reader's patience. */
const stepSeconds = 2;
const megabyte = 1024 * 1024;

export async function run(
  report: Report,
  { seconds = usualMemorySeconds, gigabytes }: BenchmarkOptions = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'));
  // As every host does.
  enableCompileCache(join(folder, 'compiled'));
  try {
    if (gigabytes !== undefined) return await measureSoak(report, join(folder, 'flash'), gigabytes);
    await measurePowerOn(report, folder);
    const bench = await BenchedBoard.start(join(folder, 'flash'));
    try {
      await measureSoftReset(report, bench);
      await measurePins(report, bench);
      await measureInterpreter(report, bench);
      await measureSleep(report, bench);
      await measureLateness(report, bench);
      await measureMemory(report, bench, seconds);
    } finally {
      await bench.board.dispose();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A board in the raw REPL. */
class BenchedBoard {
  readonly board: SimulatedBoard;
  readonly line: LineReader;

  private constructor(board: SimulatedBoard) {
    this.board = board;
    this.line = new LineReader(board.openLine());
  }

  /** Resolves at the prompt. */
  static async start(flashFolder: string, preparations?: PreparationCache): Promise<BenchedBoard> {
    const kept = preparations === undefined ? {} : { preparations };
    const bench = new BenchedBoard(await SimulatedBoard.start({ name: 'bench', flashFolder, ...kept }));
    await bench.line.write('\u0001');
    await bench.line.until('CTRL-B to exit\r\n>');
    return bench;
  }

  /** Runs a program and gives what it printed. */
  async run(program: string): Promise<string> {
    await this.line.write(`${program}\u0004`);
    await this.line.until('OK');
    const output = await this.line.until('\u0004>');
    if (!output.endsWith('\u0004\u0004>')) throw new Error(`A program of the benchmark failed: ${output}`);
    return output.slice(0, -3).trim();
  }
}

async function measurePowerOn(report: Report, folder: string): Promise<void> {
  const caches = join(folder, 'cache');
  const left = new PreparationCache({ folder: caches });
  const ways: [string, () => PreparationCache | undefined][] = [
    ['prepared from the image', () => undefined],
    ['the first of a process, from the folder', () => new PreparationCache({ folder: caches })],
    ['a later one of a process, from memory', () => left],
  ];
  const first = await BenchedBoard.start(join(folder, 'flash'), left);
  await first.board.dispose();
  await left.settled();
  for (const [way, preparations] of ways) {
    const times: number[] = [];
    const processor: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [begin, used] = [performance.now(), cpuMs()];
      const { board } = await BenchedBoard.start(join(folder, 'flash'), preparations());
      times.push(performance.now() - begin);
      processor.push(cpuMs() - used);
      await board.dispose();
    }
    report.add({
      what: `power-on to prompt, ${way}`,
      value: `${median(times).toFixed(0)} ms`,
      note: `${median(processor).toFixed(0)} ms of processor time; ${spread(times)}`,
    });
  }
}

async function measureSoftReset(report: Report, { line }: BenchedBoard): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const begin = performance.now();
    await line.write('\u0004');
    await line.until('CTRL-B to exit\r\n>');
    times.push(performance.now() - begin);
  }
  report.add({ what: 'soft reset', value: `${median(times).toFixed(1)} ms`, note: spread(times) });
}

async function measurePins(report: Report, bench: BenchedBoard): Promise<void> {
  const count = 50_000;
  const loop = (body: string) =>
    timed(`from machine import Pin\np = Pin(15, Pin.OUT)\ndef f():\n  for i in range(${count}):\n    ${body}`);
  const empty = Number(await bench.run(loop('pass')));
  for (const body of ['p.toggle()', 'p.value(1)', 'p.on()', 'p.value()']) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(Number(await bench.run(loop(body))) - empty);
    report.add({ what: body, value: `${((median(times) / count) * 1000).toFixed(1)} µs`, note: 'without the loop' });
  }
}

/** The same program in the same run, turn by turn. */
async function measureInterpreter(report: Report, bench: BenchedBoard): Promise<void> {
  const program = timed('def f():\n  s = 0\n  for i in range(1000000):\n    s = (s * 3 + i) & 0xffff\n  return s');
  const plain = await loadMicroPython({
    heapsize: megabyte,
    pystack: 8192,
    linebuffer: false,
    url: interpreterImagePath(),
  });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(Number(await bench.run(program)));
    const begin = performance.now();
    plain.runPython(program.replace(/^print.*$/m, ''));
    theirs.push(performance.now() - begin);
  }
  report.add({
    what: 'plain Python, against the same image run plainly in Node',
    value: `${(median(ours) / median(theirs)).toFixed(2)} times as long`,
    note: `${median(ours).toFixed(0)} ms and ${median(theirs).toFixed(0)} ms for a million turns of a loop`,
  });
}

async function measureSleep(report: Report, bench: BenchedBoard): Promise<void> {
  for (const [what, program] of [
    ['one sleep', 'import time\ntime.sleep(3)'],
    ['sleeps of 10 ms', 'import time\nfor i in range(300): time.sleep_ms(10)'],
  ] as const) {
    const [begin, used] = [performance.now(), cpuMs()];
    await bench.run(program);
    const share = (cpuMs() - used) / (performance.now() - begin);
    report.add({
      what: `processor while sleeping, ${what}`,
      value: `${(share * 100).toFixed(1)} %`,
      note: 'of a core',
    });
  }
}

/** How late a sleeping program wakes, by its own clock. */
async function measureLateness(report: Report, bench: BenchedBoard): Promise<void> {
  const late = (
    await bench.run(`
import time
late = []
for ms in (1, 2, 5, 10, 20) * 40:
  begin = time.ticks_us()
  time.sleep_ms(ms)
  late.append(time.ticks_diff(time.ticks_us(), begin) - ms * 1000)
print(*sorted(late))`)
  )
    .split(' ')
    .map((us) => Number(us) / 1000);
  const at = (share: number) => (late[Math.floor(share * (late.length - 1))] ?? 0).toFixed(2);
  report.add({
    what: 'how late a sleep of 1 to 20 ms ends',
    value: `${at(0.5)} ms`,
    note: `middle of ${late.length}; 95 of 100 within ${at(0.95)} ms, the latest ${at(1)} ms`,
  });
}

/** Memory is bounded when the last part of the run needs no more than the first. */
async function measureMemory(report: Report, bench: BenchedBoard, seconds: number): Promise<void> {
  await bench.run(blinkingProgram);
  const peaks: number[] = [];
  let turns = 0;
  for (const begin = performance.now(); performance.now() - begin < seconds * 1000; ) {
    turns += Number(await bench.run(`print(work(${stepSeconds * 1000}, 0)[0])`));
    peaks.push(process.memoryUsage.rss() / megabyte);
  }
  const third = Math.max(1, Math.floor(peaks.length / 3));
  const [early, late] = [Math.max(...peaks.slice(0, third)), Math.max(...peaks.slice(-third))];
  report.add({
    what: 'memory of the process while blinking, logging and formatting',
    value: `${late.toFixed(0)} MB`,
    note: `in the last third of ${seconds} s (${turns} turns); ${early.toFixed(0)} MB in the first`,
  });
}

/** The program counts what it is certain to have allocated: its buffers and texts, not what making them took. */
async function measureSoak(report: Report, flashFolder: string, gigabytes: number): Promise<void> {
  const bench = await BenchedBoard.start(flashFolder);
  try {
    await bench.run(blinkingProgram);
    const peaks: number[] = [];
    let [turns, bytes] = [0, 0];
    const begin = performance.now();
    while (bytes < gigabytes * 1e9) {
      const [more = 0, allocated = 0] = (await bench.run(`print(*work(${stepSeconds * 1000}, 8))`))
        .split(' ')
        .map(Number);
      turns += more;
      bytes += allocated;
      peaks.push(process.memoryUsage.rss() / megabyte);
    }
    const tenth = Math.max(1, Math.floor(peaks.length / 10));
    const [early, late] = [Math.max(...peaks.slice(0, tenth)), Math.max(...peaks.slice(-tenth))];
    const free = Number(await bench.run('import gc\ngc.collect()\nprint(gc.mem_free())'));
    report.add({
      what: `memory of the process while a board allocates ${(bytes / 1e9).toFixed(1)} GB`,
      value: `${late.toFixed(0)} MB`,
      note: `in the last tenth of ${((performance.now() - begin) / 1000).toFixed(0)} s (${turns} turns); ${early.toFixed(0)} MB in the first; ${free} bytes of the board's heap free afterwards`,
    });
  } finally {
    await bench.board.dispose();
  }
}

/**
 * Blinks, formats, makes so many buffers a turn, and logs by UDP to a port of this computer where nobody need listen. Gives its turns, and
 * the bytes of its texts and buffers.
 */
const blinkingProgram = `
import machine, network, socket, time
led = machine.Pin('LED', machine.Pin.OUT)
wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect('bench', 'bench-password')
while not wlan.isconnected(): time.sleep_ms(10)
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def work(ms, buffers):
  end = time.ticks_add(time.ticks_ms(), ms)
  n = count = 0
  while time.ticks_diff(end, time.ticks_ms()) > 0:
    led.toggle()
    text = 'turn %d: %s' % (n, ', '.join(['{:.3f}'.format(i / 7) for i in range(20)]))
    kept = [bytearray(4096) for _ in range(buffers)]
    if n % 100 == 0: out.sendto(('<14>bench: ' + text).encode(), ('127.0.0.1', 9))
    count += len(text) + buffers * 4096
    n += 1
  return n, count
`;

/** A program that defines `f` and prints how many milliseconds it took. */
const timed = (definition: string) =>
  `${definition}\nimport time\nt = time.ticks_us()\nf()\nprint(time.ticks_diff(time.ticks_us(), t) / 1000)`;

const spread = (times: readonly number[]) =>
  `${times.length} rounds, ${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)} ms`;

/** This process's processor time, boards' threads and all. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
