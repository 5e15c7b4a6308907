/** A worker that forwards rows to other servers, so that a slow one makes nobody wait. */
import { setDefaultCACertificates } from 'node:tls';
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../../app/base/index.ts';
import { type ForwardTarget, targetName } from '../../../app/syslog/index.ts';
import { systemClock } from '../../platform/system-clock.ts';
import { certificatesIn } from '../certificates.ts';
import { SyslogStore } from '../read/syslog-store.ts';
import type { ForwardState, ForwardWorkerData, FromForwardWorker, ToForwardWorker } from '../worker-messages.ts';
import { ForwardPositions } from './forward-positions.ts';
import { Forwarder } from './forwarder.ts';
import { InfluxSink } from './influx-sink.ts';
import type { Sink } from './sink.ts';
import { DatagramSink, StreamSink } from './syslog-sink.ts';

const { storeFile, targets, mostWaiting, authorities }: ForwardWorkerData = workerData;
const states: ForwardState[] = [];
const forwarders: Forwarder[] = [];

try {
  // Of this thread, whose connections are all to the targets: `fetch` takes no authorities of its own.
  if (authorities !== undefined) setDefaultCACertificates(certificatesIn(authorities));
  const store = new SyslogStore(storeFile);
  const positions = new ForwardPositions(storeFile, systemClock);
  for (const target of targets) forwarders.push(forwarderFor(target, store, positions));
  parentPort?.on('message', (message: ToForwardWorker) => {
    if (message.kind === 'rows') advance();
    else void stop(store, positions);
  });
  post({ kind: 'ready', states });
  advance();
} catch (error) {
  post({ kind: 'failed', error: describeError(error) });
  parentPort?.close();
}

function forwarderFor(target: ForwardTarget, store: SyslogStore, positions: ForwardPositions): Forwarder {
  const name = targetName(target);
  const position = positions.read(name);
  const state: ForwardState = {
    target: name,
    problem: null,
    refusal: null,
    lastId: position.lastId,
    lost: position.lost,
  };
  states.push(state);
  return new Forwarder({
    source: store,
    sink: sinkFor(target),
    position,
    keep: (reached) => {
      positions.keep(name, reached);
      Object.assign(state, reached);
      post({ kind: 'state', states });
    },
    mostWaiting,
    clock: systemClock,
    random: Math.random,
    onProblem: (problem) => {
      state.problem = problem;
      post({ kind: 'state', states });
    },
    onRefused: (reason) => {
      state.refusal = reason;
    },
  });
}

function sinkFor(target: ForwardTarget): Sink {
  if (target.kind === 'influx') return new InfluxSink(target.url, target.token);
  const { protocol, host, port } = target;
  return protocol === 'udp'
    ? new DatagramSink({ host, port })
    : new StreamSink({ host, port, isTls: protocol === 'tls' });
}

function advance(): void {
  for (const forwarder of forwarders) void forwarder.advance();
}

async function stop(store: SyslogStore, positions: ForwardPositions): Promise<void> {
  await Promise.all(forwarders.map((forwarder) => forwarder.dispose()));
  positions.dispose();
  store.dispose();
  post({ kind: 'stopped' });
  parentPort?.close();
}

function post(message: FromForwardWorker): void {
  parentPort?.postMessage(message);
}
