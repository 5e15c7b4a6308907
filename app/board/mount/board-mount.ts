/** Keeps a folder of the computer mounted on the board of a session, also over soft resets. */
import { type Disposable, DisposableStore } from '../../base/index.ts';
import { snippetFailure } from '../file-errors.ts';
import type { BoardSession } from '../session.ts';
import { mountAgent } from './mount-agent.ts';

const what = 'Mounting the folder';
const mountSource = `${mountAgent}try:_bramble()\nfinally:del _bramble\n`;
/** A file system of no blocks is ours. */
const isMountedSource = `def _bramble():
 import os,sys
 try:r=os.statvfs('/remote')[2]==0
 except OSError:r=False
 sys.stdout.write('mounted'if r else'gone')
try:_bramble()
finally:del _bramble
`;
const unmountSource = `__import__('os').chdir('/')\n__import__('os').umount('/remote')\n`;

export class BoardMount implements Disposable {
  readonly #session: BoardSession;
  readonly #owned = new DisposableStore();
  /** Something ran, which may have been or ended in a soft reset. */
  #stale = false;
  #working = false;

  /** The session must be on a MountedTransport. */
  constructor(session: BoardSession) {
    this.#session = session;
    this.#owned.add(
      session.onDidChangeState(({ kind }) => {
        if (kind === 'running') this.#stale = true;
        if (kind !== 'ready' || !this.#stale || this.#working) return;
        this.#stale = false;
        // A board that is lost meanwhile says so by its state.
        void this.ensure().catch(() => {});
      }),
    );
  }

  /** Mounts the folder as /remote and goes there, unless that is so already. */
  async ensure(signal?: AbortSignal): Promise<void> {
    this.#working = true;
    try {
      await this.#session.use({ what, ...(signal === undefined ? {} : { signal }) }, async (raw) => {
        const { output } = await raw.execute(isMountedSource);
        if (new TextDecoder().decode(output).endsWith('mounted')) return;
        const { traceback } = await raw.execute(mountSource);
        if (traceback !== null) throw snippetFailure(traceback, what);
      });
    } finally {
      this.#working = false;
    }
  }

  async unmount(): Promise<void> {
    this.dispose();
    await this.#session.exec(unmountSource, { what: 'Unmounting the folder' });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
