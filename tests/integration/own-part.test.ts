/** A part of one's own on a running board: the example of docs/simulator-parts.md, kept equal to it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { BoardSession } from '../../app/board/index.ts';
import { type Part, partValue, registerPart } from '../../app/simulator/index.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { SimulatedTransport } from '../../main/transports/simulated-transport.ts';
import { startTemporaryBoard } from '../support/temporary-board.ts';

// [thermometer]
/** A TMP102: the temperature in sixteenths of a degree, in the upper twelve bits of register 0. */
function thermometer() {
  const values = { temperature: partValue(21, '°C', -40, 125) };
  const read = (register: number) => {
    const word = Math.round(values.temperature.value * 16) << 4;
    return register === 0 ? word >> 8 : word;
  };
  return registerPart({ name: 'TMP102', address: 0x48, values, read });
}
// [end]

// [counter]
/** An SPI part that answers each byte with the next one. */
const counter: Part = {
  name: 'Counter',
  usualWiring: { sck: 'GP18', mosi: 'GP19', miso: 'GP16', cs: 'GP17' },
  spi: { transfer: (bytes) => bytes.map((byte) => byte + 1) },
};
// [end]

async function startBoard() {
  const { board, dispose } = await startTemporaryBoard({ name: 'own-part' });
  const transport = new SimulatedTransport({ name: 'own-part', openLine: async () => board.openLine() });
  const session = new BoardSession({ transport, clock: systemClock });
  await session.connect();
  onTestFinished(async () => {
    session.dispose();
    await dispose();
  });
  const run = async (source: string) => {
    const { output, traceback } = await session.exec(source);
    return traceback ?? Buffer.from(output).toString().trimEnd();
  };
  return { board, run };
}

it('runs the examples of docs/simulator-parts.md', async () => {
  const { board, run } = await startBoard();

  const part = thermometer();
  board.bench.attach(part, { sda: 'GP0', scl: 'GP1' });
  part.values.temperature.value = -3.5;
  board.bench.attach(counter);

  expect(
    await run(
      'from machine import I2C, Pin\ni = I2C(0, sda=Pin(0), scl=Pin(1))\nprint(i.scan(), i.readfrom_mem(0x48, 0, 2))',
    ),
  ).toBe("[72] b'\\xfc\\x80'");
  const select = 'from machine import SPI, Pin\ns = SPI(0)\ncs = Pin(17, Pin.OUT, value=1)\nb = bytearray(3)\n';
  expect(
    await run(`${select}s.write_readinto(b"abc", b)\nprint(b)\ncs(0)\ns.write_readinto(b"abc", b)\nprint(b)`),
  ).toBe("bytearray(b'\\x00\\x00\\x00')\r\nbytearray(b'bcd')");
});

it('keeps docs/simulator-parts.md equal to the examples that run', () => {
  const file = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
  const examples = [...file('./own-part.test.ts').matchAll(/^\/\/ \[\w+\]\n(.*?)^\/\/ \[end\]$/gms)].map(
    ([, text]) => text,
  );
  const shown = [...file('../../docs/simulator-parts.md').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);

  expect(examples.length).toBe(2);
  for (const example of examples) expect(shown).toContain(example);
});
