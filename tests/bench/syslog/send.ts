/** A process that sends syslog datagrams to a port of this computer: `send.ts PORT RATE COUNT`, then a line of JSON. */
import { createSocket } from 'node:dgram';
import { messagesOf } from './messages.ts';

const [port = 0, rate = 0, count = 0] = process.argv.slice(2).map(Number);
const messages = messagesOf('mixed', 2000);
const socket = createSocket('udp4');
await new Promise<void>((resolve) => socket.connect(port, '127.0.0.1', resolve));

const startedMs = performance.now();
let sent = 0;
while (sent < count) {
  const due = rate === 0 ? count : Math.min(count, Math.ceil(((performance.now() - startedMs) / 1000) * rate));
  // In steps, so that the event loop reports a full send buffer as an error and not as memory that grows.
  for (let step = 0; step < 64 && sent < due; step++) socket.send(messages[sent++ % messages.length] ?? '');
  await new Promise((resolve) => (sent < due ? setImmediate(resolve) : setTimeout(resolve, 1)));
}
const sentRate = sent / ((performance.now() - startedMs) / 1000);
socket.close();
console.log(JSON.stringify({ sent, sentRate }));
