/** What Bramble uses of WebAssembly's JavaScript API: a global of every host, whose types TypeScript keeps with the DOM. */
declare namespace WebAssembly {
  class Module {
    private readonly compiled: unknown;
  }
  class Instance {
    readonly exports: Record<string, unknown>;
  }
  class Memory {
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, Record<string, never>>): Promise<Instance>;
}
