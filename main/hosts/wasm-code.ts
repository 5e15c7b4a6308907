import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from collecting WASM code that was compiled anew while its module is in use. V8 13.6 can lose count of it when threads come and
 * go, and then ends the process: "Check failed: jit_page_->allocations_.erase(addr) == 1" (nodejs/node#64500). A board's interpreter
 * keeps a few MB that way until its thread has ended.
 */
export function keepWasmCode(): void {
  setFlagsFromString('--no-wasm-code-gc');
}
