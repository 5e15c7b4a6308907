/** A program on the computer talks to a program on the board, through a serial port of the board. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { BoardSession } from '../../../app/board/index.ts';
import { startTemporaryBoard } from '../../../tests/support/temporary-board.ts';
import { systemClock } from '../../platform/system-clock.ts';
import { SimulatedTransport } from '../../transports/simulated-transport.ts';
import { bridgeUart } from './uart-bridge.ts';

it('carries bytes both ways, also when it is joined to a port that is open already', async () => {
  const { board, dispose } = await startTemporaryBoard({ name: 'bridge' });
  const transport = new SimulatedTransport({ name: 'bridge', openLine: async () => board.openLine() });
  const session = new BoardSession({ transport, clock: systemClock });
  await session.connect();
  onTestFinished(async () => {
    session.dispose();
    await dispose();
  });
  await session.exec('from machine import UART, Pin\nport = UART(1, 115200, tx=Pin(8), rx=Pin(9), timeout=20000)');

  const bridge = await bridgeUart(board.bench, { tx: 'GP8', rx: 'GP9' });
  onTestFinished(() => bridge.dispose());
  const socket = connect(bridge.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const answer = createInterface(socket)[Symbol.asyncIterator]().next();
  const asked = session.exec('port.any()\nport.write("ready\\n")\nprint(port.readline())');
  expect((await answer).value).toBe('ready');
  socket.write('what the computer says\n');

  expect(Buffer.from((await asked).output).toString()).toBe("b'what the computer says\\n'\r\n");
});

it('says which port is taken', async () => {
  const { board, dispose } = await startTemporaryBoard({ name: 'bridge-2' });
  const bridge = await bridgeUart(board.bench);
  onTestFinished(async () => {
    bridge.dispose();
    await dispose();
  });

  await expect(bridgeUart(board.bench, { port: bridge.port })).rejects.toMatchObject({ code: 'port-busy' });
});
