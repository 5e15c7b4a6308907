/** Tells which paths of a folder changed on disk, gathered for a moment so that a burst (a checkout, a build) is one event. */
import { type Clock, type Disposable, DisposableStore } from '../../../app/base/index.ts';
import { isHiddenName } from '../../../app/project/index.ts';
import { watchFolder } from './folder-watch.ts';

const gatherMs = 100;
/** More than this in one burst is told as "anything may have changed", an empty list. */
const maxPaths = 1000;

export class ProjectWatch implements Disposable {
  readonly #onChange: (paths: string[]) => void;
  readonly #clock: Clock;
  readonly #lifetime = new DisposableStore();
  #gathered: Set<string> | null = null;

  /** Calls `onChange` with paths relative to `root`, hidden ones left out. Where the system cannot watch, only `add` counts. */
  constructor(root: string, clock: Clock, onChange: (paths: string[]) => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#lifetime.add(watchFolder({ root, isIgnored: isHiddenName, onChange: (path) => this.add(path) }));
  }

  /** Adds a change that Bramble made itself. */
  add(path: string): void {
    if (path.split('/').some(isHiddenName) || this.#lifetime.isDisposed) return;
    if (this.#gathered === null) {
      this.#gathered = new Set();
      this.#lifetime.add(this.#clock.schedule(() => this.#tell(), gatherMs));
    }
    this.#gathered.add(path);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  #tell(): void {
    const paths = [...(this.#gathered ?? [])];
    this.#gathered = null;
    this.#onChange(paths.length > maxPaths ? [] : paths);
  }
}
