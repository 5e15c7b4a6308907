/** A worker that answers questions to a SyslogStore, so that a slow search blocks nobody else. */
import { parentPort, workerData } from 'node:worker_threads';
import { describeError } from '../../../app/base/index.ts';
import type { FromReadWorker, ReadRequest, ReadWorkerData } from '../worker-messages.ts';
import { SyslogStore } from './syslog-store.ts';

const { storeFile }: ReadWorkerData = workerData;
/** Texts that were read for a search stay for a minute or two: who looks for something asks again. */
const forgetEveryMs = 60_000;

try {
  const store = new SyslogStore(storeFile);
  setInterval(() => store.forgetUnusedTexts(), forgetEveryMs).unref();
  parentPort?.on('message', (request: ReadRequest) => post(answer(store, request)));
  parentPort?.on('close', () => store.dispose());
  post({ kind: 'ready' });
} catch (error) {
  post({ kind: 'failed', error: describeError(error) });
  parentPort?.close();
}

function answer(store: SyslogStore, { request, method, args }: ReadRequest): FromReadWorker {
  try {
    // The other side is `SyslogReader`, whose methods have the types of these.
    const call = store[method] as (...given: unknown[]) => unknown;
    return { kind: 'answer', request, result: call.apply(store, args) };
  } catch (error) {
    return { kind: 'refused', request, error: describeError(error) };
  }
}

function post(message: FromReadWorker): void {
  parentPort?.postMessage(message);
}
