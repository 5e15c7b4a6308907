/** What Bramble uses of the npm package's loader, which brings no types. */
declare module '@micropython/micropython-webassembly-pyscript/micropython.mjs' {
  export interface MicroPython {
    /** Runs source in `__main__`; throws a PythonError with the traceback as its message. */
    runPython(source: string): unknown;
    registerJsModule(name: string, module: object): void;
    /** Prints the banner and the first prompt. */
    replInit(): void;
    /** Feeds the REPL one byte; 256 or more when the board is to restart. */
    replProcessChar(byte: number): number;
  }
  export function loadMicroPython(options: {
    /** Bytes. */
    heapsize: number;
    /** Bytes. */
    pystack: number;
    linebuffer: boolean;
    /** The path of the WASM file. */
    url: string;
  }): Promise<MicroPython>;
}
