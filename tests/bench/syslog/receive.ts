/** A process that receives as Bramble does on a system with stock buffers, and writes how many datagrams came: `receive.ts PORT FILE`. */
import { renameSync, writeFileSync } from 'node:fs';
import { DatagramReceiver, receiveBufferBytes } from '../../../main/syslog/receive/datagram-receiver.ts';

/** Linux's own net.core.rmem_max and rmem_default. */
const stockBytes = 212_992;

const [port = '', file = ''] = process.argv.slice(2);
let count = 0;
const receiver = new DatagramReceiver(receiveBufferBytes, stockBytes);
receiver.on('datagram', () => count++);
await receiver.start({ address: '127.0.0.1', port: Number(port) });
setInterval(() => {
  writeFileSync(`${file}.new`, String(count));
  renameSync(`${file}.new`, file);
}, 100);
