/** Lines as boards send them, to the log that a page shows. */
import { createSocket } from 'node:dgram';
import type { Page } from 'playwright-core';

/** The UDP port that the log, when it is empty, says it listens on. */
export async function logPort(page: Page): Promise<number> {
  const words = await page
    .getByRole('region', { name: 'Logs' })
    .getByText(/UDP port \d+/)
    .first()
    .textContent();
  return Number(/UDP port (\d+)/.exec(words ?? '')?.[1]);
}

/** Resolves when all were sent, in order. */
export async function sendToLog(port: number, ...datagrams: (string | Uint8Array)[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const datagram of datagrams) {
    await new Promise((sent) => socket.send(datagram, port, '127.0.0.1', sent));
  }
  socket.close();
}
