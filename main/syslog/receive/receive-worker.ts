/** Worker R: moves messages from the sockets into the ring, and does nothing else, so that nothing makes it late. */
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../../app/base/index.ts';
import type {
  ClientRefusal,
  FromReceiveWorker,
  ListenerOptions,
  ListenerState,
  ReceiveWorkerData,
  ToReceiveWorker,
} from '../worker-messages.ts';
import { DatagramReceiver } from './datagram-receiver.ts';
import { DatagramRing } from './datagram-ring.ts';
import { type ListenerDrops, readKernelDrops } from './kernel-drops.ts';
import { StreamReceiver } from './stream-receiver.ts';

const { ring: memory, address, port, listeners }: ReceiveWorkerData = workerData;
const ring = new DatagramRing(memory);
const datagrams: DatagramReceiver[] = [];
const streams: StreamReceiver[] = [];
const tellLossesEveryMs = 1000;
let tellingLosses: NodeJS.Timeout | undefined;
const refusals = new Set<string>();
/** Whoever scans ports has nothing more to tell. */
const mostRefusals = 200;

parentPort?.on('message', (message: ToReceiveWorker) => {
  if (message.kind === 'stop') void stop();
  // Here, because a ring has one producer.
  else for (const { bytes, address: sender, receivedAtMs } of message.messages) take(bytes, sender, receivedAtMs);
});

try {
  const first = await listenForDatagrams(address, port);
  const others: ListenerState[] = [];
  for (const listener of listeners) others.push(await listen(listener));
  if (first.listening !== null) post({ kind: 'listening', listening: first.listening, others });
} catch (error) {
  post({ kind: 'failed', error: describeError(error) });
  parentPort?.close();
}

function take(bytes: Uint8Array, sender: string, receivedAtMs: number): void {
  if (!ring.push(bytes, sender, receivedAtMs)) tellLossesSoon();
}

/** A flood has as much to tell as it has datagrams: once a second is enough. */
function tellLossesSoon(): void {
  tellingLosses ??= setTimeout(() => {
    tellingLosses = undefined;
    post({ kind: 'losses', losses: ring.losses });
  }, tellLossesEveryMs);
}

/** One that cannot be had does not take the others away. */
async function listen(options: ListenerOptions): Promise<ListenerState> {
  const { protocol, host, port: wanted } = options;
  try {
    if (protocol !== 'udp') return { protocol, ...(await listenForStreams(options)), error: null };
    const { listening } = await listenForDatagrams(host, wanted);
    return { protocol, host: listening?.host ?? host, port: listening?.port ?? wanted, error: null };
  } catch (error) {
    return { protocol, host, port: wanted, error: describeError(error) };
  }
}

async function listenForDatagrams(host: string, wanted: number): Promise<DatagramReceiver> {
  const receiver = new DatagramReceiver();
  receiver.on('datagram', (bytes: Uint8Array, sender: string) => take(bytes, sender, Date.now()));
  // A UDP socket that listens has no errors of its own to recover from: let the worker end, and its owner tell.
  receiver.on('error', (error: Error) => {
    throw error;
  });
  await receiver.start({ address: host, port: wanted });
  datagrams.push(receiver);
  return receiver;
}

async function listenForStreams({
  host,
  port: wanted,
  identity,
}: ListenerOptions): Promise<{ host: string; port: number }> {
  const receiver = new StreamReceiver({
    ...(identity === undefined ? {} : { identity }),
    offer: (bytes, sender) => ring.offer(bytes, sender, Date.now()),
    onLost: (sender) => {
      ring.refuse(sender);
      tellLossesSoon();
    },
    onRefused: (sender, reason) => tellRefusal({ listener: listening, address: sender, reason }),
  });
  const listening = await receiver.start(host, wanted);
  streams.push(receiver);
  return listening;
}

/** Once for each sender and reason: a board tries again every few seconds. */
function tellRefusal(refusal: ClientRefusal): void {
  const { listener, address: sender, reason } = refusal;
  const key = `${listener.port} ${sender} ${reason}`;
  if (refusals.has(key) || refusals.size >= mostRefusals) return;
  refusals.add(key);
  post({ kind: 'refused', refusal });
}

async function stop(): Promise<void> {
  await Promise.all(streams.map((receiver) => receiver.stop()));
  const kernelDrops: ListenerDrops[] = [];
  for (const receiver of datagrams) {
    const { listening } = receiver;
    if (listening !== null) {
      const { host, port } = listening;
      kernelDrops.push({ host, port, dropped: await readKernelDrops(host, port) });
    }
    await receiver.stop();
  }
  clearTimeout(tellingLosses);
  post({ kind: 'stopped', kernelDrops, losses: ring.losses });
  parentPort?.close();
}

function post(message: FromReceiveWorker): void {
  parentPort?.postMessage(message);
}
