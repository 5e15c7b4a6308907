/** The entry of a board's thread. Ends when its owner ends it, or when the interpreter breaks. */
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage, WorkerStart } from '../worker-messages.ts';
import { prepareBoard } from './board-preparation.ts';
import { BoardThread } from './board-thread.ts';

// Small buffers are cut from a pool of 64 KB, and the pool that is in use when V8 collects young garbage becomes old garbage, which
// V8 leaves until there are tens of megabytes of it outside its heap: 25 to 80 bytes for each `print` or `os.stat` of a program.
Buffer.poolSize = 0;

const start = workerData as WorkerStart;
const post = (message: WorkerMessage) => parentPort?.postMessage(message);

try {
  const prepared = await prepareBoard(start, post);
  const board = new BoardThread(prepared);
  const { control, interpreter, learnt, restored } = prepared;
  const state = board.portableState();
  if (state !== undefined) post({ kind: 'prepared', state });
  post({
    kind: 'ready',
    restored,
    memory: interpreter.memory,
    interrupt: learnt.interrupt,
    softInterrupt: learnt.softInterrupt,
    collectionWantedAt: learnt.collector.wantedAt,
  });
  // Neither does this thread end in an orderly way, which would write what is new.
  flushCompileCache();
  board.live((name) => {
    control.expectAnswer();
    post({ kind: 'call', name, args: [] });
    control.awaitAnswer();
  });
} catch (error) {
  post({ kind: 'crashed', message: error instanceof Error ? error.message : String(error) });
}
