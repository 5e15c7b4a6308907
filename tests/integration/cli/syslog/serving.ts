/** `bramble syslog serve` for a test, and a sender to it. */
import { createSocket } from 'node:dgram';
import type { CommandProcess, CommandRoom } from '../command-process.ts';

/** On a free UDP port of 127.0.0.1; resolves when it listens. */
export async function serveSyslog(
  room: CommandRoom,
  store: string,
  ...args: string[]
): Promise<{ port: number; process: CommandProcess }> {
  const process = room.start(['syslog', 'serve', '--host', '127.0.0.1', '--udp', '0', '--store', store, ...args]);
  const [, port] = await process.said('stderr', /127\.0\.0\.1:(\d+)/);
  return { port: Number(port), process };
}

/** Sends datagrams in their order; resolves when the system has them. */
export async function send(port: number, ...datagrams: (string | Uint8Array)[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const datagram of datagrams) {
    await new Promise((resolve) => socket.send(datagram, port, '127.0.0.1', resolve));
  }
  socket.close();
}
