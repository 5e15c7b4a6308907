/**
 * Offers a simulated board as a pseudo-terminal, which other programs open as they open `/dev/ttyACM0`: mpremote, Thonny, pyserial,
 * node's serialport, screen. Linux and macOS.
 */
import { platform } from 'node:os';
import type { Disposable } from '../../../app/base/index.ts';
import { loadLibc } from './libc.ts';
import { LineBridge, type OpenLine } from './line-bridge.ts';
import { TerminalMaster } from './terminal-master.ts';

export interface ServedPseudoTerminal extends Disposable {
  /** What the other program opens, such as `/dev/pts/5`. */
  readonly path: string;
}

/**
 * Serves until disposed; programs may open and close the path again and again, each time as if they plugged the cable in. Output of
 * the board that nobody has the path open for is dropped, as on USB. Rejects with `not-supported` on a `system` (Node's name) that has
 * none, such as Windows.
 */
export async function servePseudoTerminal(openLine: OpenLine, system = platform()): Promise<ServedPseudoTerminal> {
  const libc = await loadLibc(system);
  let bridge: LineBridge | undefined;

  const connect = (): LineBridge => {
    const opened = new LineBridge(openLine, {
      send: (bytes) => master.send(bytes),
      onLineClosed({ reason, message }) {
        if (bridge !== opened) return;
        opened.dispose();
        bridge = undefined;
        // The path stays, where a real port would vanish: the cable goes back in at once after a reset, and after a
        // crash with the next key, so that a board that crashes as it starts does not do so in a loop.
        if (reason === 'reset') bridge = connect();
        else void master.send(new TextEncoder().encode(`\r\n${message}\r\n`));
      },
    });
    return opened;
  };

  const master = new TerminalMaster(libc, {
    onPickedUp() {
      bridge = connect();
    },
    async onBytes(bytes) {
      bridge ??= connect();
      await bridge.receive(bytes);
    },
    onPutDown() {
      bridge?.dispose();
      bridge = undefined;
    },
  });

  return {
    path: master.path,
    dispose() {
      bridge?.dispose();
      bridge = undefined;
      master.dispose();
    },
  };
}
