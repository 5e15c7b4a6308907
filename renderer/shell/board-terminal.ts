/** One board's terminal: shows its output, in order and once, and gives what is typed to `type`. It outlives its panel. */
import { FitAddon } from '@xterm/addon-fit';
import { type IMarker, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { createStore } from 'zustand/vanilla';
import { type Disposable, DisposableStore, toDisposable } from '../../app/base/index.ts';
import { runFromHere } from '../../app/syslog/index.ts';
import { codeFontFamily, codeFontLoaded } from '../design/code-font.ts';
import { isMac } from '../design/platform.ts';
import { themeStore } from '../design/theme.ts';
import { ErrorExplanations, type ExplainedError } from './error-explanations.ts';
import { decideKey } from './key-decision.ts';
import { KeystrokeQueue } from './keystroke-queue.ts';
import { placeOutput } from './output-position.ts';
import { encodePaste } from './paste.ts';
import { isEmptyPrompt, standsAtPrompt } from './prompt.ts';
import { type LinkOf, SourceLinkProvider } from './source-links.ts';
import { terminalTheme } from './terminal-theme.ts';

export interface BoardTerminalOptions {
  type: (bytes: Uint8Array) => Promise<void>;
  report: (error: unknown) => void;
  /** Opens a place that the output names. */
  linkOf: LinkOf;
}

const scrollbackLines = 10_000;

export class BoardTerminal implements Disposable {
  readonly element = document.createElement('div');
  /** Whether the board stands at a prompt, as far as its output tells. */
  readonly prompt = createStore<{ atPrompt: boolean }>(() => ({ atPrompt: true }));
  #terminal: Terminal;
  #explanations: ErrorExplanations;
  #fit = new FitAddon();
  #keys: KeystrokeQueue;
  #report: (error: unknown) => void;
  #shownBytes = 0;
  /** While the kept output is fetched, pushed output waits for it. */
  #caughtUp: Promise<void> = Promise.resolve();
  /** Where the output of programs that were run from here begins, and what opens them; the newest last. */
  #runs: { marker: IMarker; open: (line: number) => void }[] = [];
  #opened = false;
  #focusWanted = false;
  #owned = new DisposableStore();

  constructor({ type, report, linkOf }: BoardTerminalOptions) {
    this.element.className = 'shell-terminal';
    this.#report = report;
    this.#keys = new KeystrokeQueue(type, report);
    this.#terminal = this.#owned.add(createTerminal());
    this.#terminal.loadAddon(this.#fit);
    this.#owned.add(this.#terminal.onData((text) => this.#keys.push(new TextEncoder().encode(text))));
    this.#explanations = new ErrorExplanations(this.#terminal);
    this.#owned.add(
      this.#terminal.onWriteParsed(() => {
        const atPrompt = standsAtPrompt(this.#lineBeforeCursor());
        this.prompt.setState({ atPrompt });
        if (atPrompt) this.#explanations.look();
      }),
    );
    this.#owned.add(this.#terminal.onResize(() => this.#explanations.resized()));
    const wear = () => {
      this.#terminal.options.theme = terminalTheme(themeStore.getState().palette);
    };
    wear();
    this.#owned.add(toDisposable(themeStore.subscribe(wear)));
    const links = new SourceLinkProvider(this.#terminal, (file, line, row) =>
      file === runFromHere ? this.#linkOfRun(line, row) : linkOf(file, line),
    );
    this.#owned.add(this.#terminal.registerLinkProvider(links));
    this.#terminal.attachCustomKeyEventHandler((event) => this.#onKey(event));
    this.element.addEventListener('paste', (event) => this.#onPaste(event), true);
  }

  /** The newest error that stands here and is explained. */
  get explainedError(): ExplainedError | null {
    return this.#explanations.newest;
  }

  /** Shows output; resolves when the terminal has taken it, which is the acknowledgement that the host waits for. */
  async show(position: number, bytes: Uint8Array): Promise<void> {
    await this.#caughtUp;
    await this.#place(position, bytes);
  }

  /** Shows what the host kept, in place of what is shown. Output that is pushed meanwhile waits. */
  catchUp(fetchKept: () => Promise<{ bytes: Uint8Array; position: number }>): void {
    this.#caughtUp = this.#showKept(fetchKept);
  }

  /** Draws into `parent` and follows its size until the Disposable ends. */
  attach(parent: HTMLElement): Disposable {
    parent.append(this.element);
    const fill = () => {
      if (this.#opened && parent.clientWidth > 0 && parent.clientHeight > 0) this.#fit.fit();
    };
    const observer = new ResizeObserver(fill);
    observer.observe(parent);
    // Opened before the font came, the cells would have another font's size.
    void codeFontLoaded().then(() => {
      if (!this.#opened && this.element.isConnected) this.#open();
      fill();
    });
    return toDisposable(() => {
      observer.disconnect();
      this.element.remove();
    });
  }

  focus(): void {
    this.#focusWanted = !this.#opened;
    this.#terminal.focus();
  }

  /** What comes from now on is of a program that was run from here; `open` opens it at a line. */
  noteRun(open: (line: number) => void): void {
    this.#runs = this.#runs.filter(({ marker }) => !marker.isDisposed);
    this.#runs.push({ marker: this.#terminal.registerMarker(), open });
  }

  /** Empties the view and the scrollback; the line with the prompt stays. */
  clear(): void {
    this.#terminal.clear();
  }

  dispose(): void {
    this.#owned.dispose();
    this.element.remove();
  }

  #open(): void {
    this.#opened = true;
    this.#terminal.open(this.element);
    if (this.#focusWanted) this.#terminal.focus();
  }

  #linkOfRun(line: number, row: number): (() => void) | null {
    const run = this.#runs.findLast(({ marker }) => !marker.isDisposed && marker.line <= row);
    return run === undefined ? null : () => run.open(line);
  }

  async #showKept(fetchKept: () => Promise<{ bytes: Uint8Array; position: number }>): Promise<void> {
    try {
      const kept = await fetchKept();
      this.#terminal.reset();
      this.#shownBytes = kept.position;
      await this.#place(kept.position, kept.bytes);
    } catch {
      // A board that is not connected has kept nothing; its state says so.
    }
  }

  async #place(position: number, bytes: Uint8Array): Promise<void> {
    const placed = placeOutput(this.#shownBytes, position, bytes);
    this.#shownBytes = placed.shownBytes;
    if (placed.bytes.length > 0) await new Promise<void>((taken) => this.#terminal.write(placed.bytes, taken));
  }

  /** False keeps the terminal from sending the key. */
  #onKey(event: KeyboardEvent): boolean {
    const decision = decideKey(event, this.#terminal.hasSelection(), isMac);
    if (decision === 'copy' && event.type === 'keydown') {
      event.preventDefault();
      navigator.clipboard.writeText(this.#terminal.getSelection()).catch(this.#report);
      this.#terminal.clearSelection();
    }
    return decision === 'send';
  }

  #onPaste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    this.#keys.push(encodePaste(text, isEmptyPrompt(this.#lineBeforeCursor())));
  }

  /** The line up to the cursor, put together where it wraps. */
  #lineBeforeCursor(): string {
    const { active } = this.#terminal.buffer;
    let row = active.baseY + active.cursorY;
    let text = active.getLine(row)?.translateToString(false, 0, active.cursorX) ?? '';
    for (; active.getLine(row)?.isWrapped === true; row -= 1) {
      text = (active.getLine(row - 1)?.translateToString(false) ?? '') + text;
    }
    return text;
  }
}

function createTerminal(): Terminal {
  return new Terminal({
    fontFamily: codeFontFamily,
    fontSize: 13,
    lineHeight: 1.15,
    scrollback: scrollbackLines,
    // The width of the scrollbar.
    overviewRuler: { width: 10 },
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    drawBoldTextInBrightColors: false,
    // Decorations, which explain errors.
    allowProposedApi: true,
    // What a board prints must not open windows: of its output, only places in the user's own programs are links.
    linkHandler: null,
  });
}
