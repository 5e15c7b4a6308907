/**
 * The services of the Electron host as the entry of a process, with what `utilityProcess.fork` puts on it; a client of them runs a
 * program on their simulated board. Says `open` before, and what the program came to.
 */
import { EventEmitter } from 'node:events';
import { connectToHost } from '../../../app/contract/index.ts';
import { channelOfPort } from '../../../renderer/client/message-port-channel.ts';
import { runOnBoard } from '../run-on-board.ts';
import { FakePort } from './fake-electron.ts';

const parentPort = new EventEmitter();
Object.defineProperty(process, 'parentPort', { value: parentPort });
await import('../../../main/hosts/electron/services.ts');

const { port1, port2 } = new MessageChannel();
parentPort.emit('message', { data: null, ports: [new FakePort(port1 as never)] });
const client = connectToHost(channelOfPort(port2));
await client.services.project.describe();
console.log('open');
console.log(await runOnBoard(client));
parentPort.emit('message', { data: 'end', ports: [] });
