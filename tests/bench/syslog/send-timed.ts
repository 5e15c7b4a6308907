/** A process that sends datagrams that say when they were sent, in ms since the Unix epoch: `send-timed.ts PORT RATE COUNT`. */
import { createSocket } from 'node:dgram';

const [port = 0, rate = 0, count = 0] = process.argv.slice(2).map(Number);
const socket = createSocket('udp4');
await new Promise<void>((resolve) => socket.connect(port, '127.0.0.1', resolve));
const startedMs = performance.now();
for (let sent = 0; sent < count; ) {
  const due = Math.min(count, Math.ceil(((performance.now() - startedMs) / 1000) * rate));
  while (sent < due) {
    sent++;
    socket.send(
      `<14>reading ${sent} at=${(performance.timeOrigin + performance.now()).toFixed(2)} heap free 81234 bytes`,
    );
    // One at a time: many together would wait for each other here and not at the receiver.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
}
socket.close();
