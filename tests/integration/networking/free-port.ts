/**
 * A port that nobody has, for boards that listen: they cannot be asked which one they got. Below those that systems hand out (from 32768
 * on Linux, from 49152 elsewhere), which the next socket of any program may get meanwhile.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const lowest = 20_000;
const count = 12_000;

export async function freePort(kind: 'tcp' | 'udp' = 'tcp'): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count);
    if (await isFree(kind, port)) return port;
  }
}

function isFree(kind: 'tcp' | 'udp', port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const listening = () => void probe.close(() => resolve(true));
    const probe =
      kind === 'tcp'
        ? createServer().listen(port, '127.0.0.1', listening)
        : createSocket('udp4').bind(port, '127.0.0.1', listening);
    probe.once('error', () => resolve(false));
  });
}
