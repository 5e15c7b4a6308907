import { once } from 'node:events';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { SerialPort } from 'serialport';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ScriptedLine } from '../../tests/transport-contract/scripted-line.ts';
import { servePseudoTerminal } from '../simulator/lines/pseudo-terminal.ts';
import { pollerOf, waitForBoth } from './serial-waits.ts';

/** A port whose board takes nothing; `fill` leaves no room for a byte. */
async function stuckPort() {
  const taking = Promise.withResolvers<void>();
  const board = new ScriptedLine();
  board.takes = taking.promise;
  const served = await servePseudoTerminal(board.openLine);
  onTestFinished(() => served.dispose());
  const filler = openSync(served.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(filler));
  const port = new SerialPort({ path: served.path, baudRate: 115_200, autoOpen: false, lock: false });
  port.open();
  await once(port, 'open');
  onTestFinished(() => port.close(() => {}));
  await board.isPluggedIn();
  waitForBoth(port);
  const poller = pollerOf(port);
  if (poller === null) throw new Error('The port has no poller.');
  const fill = () => {
    expect(() => {
      for (;;) writeSync(filler, new Uint8Array(4096));
    }).toThrow('EAGAIN');
  };
  return { board, poller, fill, take: taking.resolve };
}

describe.skipIf(process.platform === 'win32')('a serial port', () => {
  it('that waits for bytes hears one while it waits for room', async () => {
    const { board, poller, fill } = await stuckPort();
    const heard = new Promise((resolve) => poller.once('readable', resolve));
    // The system moves bytes on from one buffer to the next, so that there is room once more.
    const waitForRoom = (closed: Error | null) => {
      if (closed !== null) return;
      fill();
      poller.once('writable', waitForRoom);
    };
    waitForRoom(null);
    await board.send(Uint8Array.of(1));
    expect(await heard).toBeNull();
  });

  it('that waits for room learns of it while it waits for bytes', async () => {
    const { poller, fill, take } = await stuckPort();
    fill();
    const room = new Promise((resolve) => poller.once('writable', resolve));
    poller.once('readable', () => {});
    take();
    expect(await room).toBeNull();
  });
});
