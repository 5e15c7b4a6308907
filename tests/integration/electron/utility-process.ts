/** Runs a module in a worker thread as Electron's utilityProcess does in a process: with `process.parentPort`. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { FakePort } from './fake-electron.ts';

const fakeParentPort = new EventEmitter();
Object.defineProperty(process, 'parentPort', { value: fakeParentPort });

const early: unknown[] = [];
let ready = false;
const deliver = ({ data, ports }: { data: unknown; ports: MessagePort[] }) =>
  fakeParentPort.emit('message', { data, ports: ports.map((port) => new FakePort(port)) });

parentPort?.on('message', (message: { data: unknown; ports: MessagePort[] }) => {
  if (ready) deliver(message);
  else early.push(message);
});

await import(pathToFileURL((workerData as { module: string }).module).href);
ready = true;
for (const message of early) deliver(message as { data: unknown; ports: MessagePort[] });
