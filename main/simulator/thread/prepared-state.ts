/**
 * A prepared board as bytes, from which another begins in a tenth of the time: the interpreter's memory when it was ready for boot.py,
 * and what was learnt of it. WASM's own globals need no keeping: they are the stack's ends and its pointer, which is at the
 * stack's top whenever nothing runs. Knows nothing of where the bytes are kept; whoever keeps them vouches for them.
 */
import type { CollectorKnowledge } from '../interpreter/collector.ts';
import { proxyGlobals, putPieces, type Snapshot } from '../interpreter/interpreter-snapshot.ts';
import type { InterruptCells } from '../interpreter/interrupt-cells.ts';
import type { SoftInterruptCells } from '../interpreter/soft-interrupt.ts';
import type { HostFunctions } from './host-module.ts';

/** What the preparation found out, none of it of one board alone. */
export interface Learnt {
  interrupt: InterruptCells;
  softInterrupt: SoftInterruptCells;
  collector: CollectorKnowledge;
  /** `HostModule.names`. */
  names: [own: string, shown: string][];
}

interface Header extends Learnt {
  memoryBytes: number;
  /** Address and length; their bytes follow the header. */
  pieces: [address: number, length: number][];
  objects: ObjectName[];
  nextObject: number;
}

/** A JavaScript object that Python holds: a function of the host module by name, or one of these, or nothing. */
type ObjectName = { function: string } | 'global' | 'module' | null;

const headerAt = 4;

/** Undefined when Python holds an object of JavaScript that the next thread would not have. `memoryBytes` is all of memory. */
export function encodeState(snapshot: Snapshot, host: HostFunctions, learnt: Learnt): Uint8Array | undefined {
  const objects = snapshot.globals.proxy_js_ref.map((object) => nameOf(object, host));
  if (objects.includes(undefined) || snapshot.globals.proxy_js_existing.some((object) => object !== undefined)) {
    return undefined;
  }
  const pieces = [...snapshot.pieces];
  const header: Header = {
    ...learnt,
    memoryBytes: snapshot.memoryBytes,
    pieces: pieces.map(([address, bytes]) => [address, bytes.length]),
    objects: objects.filter((name) => name !== undefined),
    nextObject: snapshot.globals.proxy_js_ref_next,
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(headerAt);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text, ...pieces.map(([, bytes]) => bytes)]);
}

/** Puts a freshly loaded interpreter into the state; gives what was learnt. Undefined, and nothing done, when its memory differs. */
export function restoreState(state: Uint8Array, memory: Uint8Array, host: HostFunctions): Learnt | undefined {
  const bytes = Buffer.from(state.buffer, state.byteOffset, state.length);
  let at = headerAt + bytes.readUInt32LE(0);
  const header: Header = JSON.parse(bytes.toString('utf8', headerAt, at));
  const objects = header.objects.map((name) => objectOf(name, host));
  if (header.memoryBytes !== memory.length || header.objects.some((name, id) => name !== null && !objects[id])) {
    return undefined;
  }
  const pieces = new Map<number, Uint8Array>();
  for (const [address, length] of header.pieces) {
    pieces.set(address, bytes.subarray(at, at + length));
    at += length;
  }
  putPieces(memory, pieces);
  // The proxies of Python's objects are the package's own, which every interpreter begins with.
  Object.assign(proxyGlobals(), {
    proxy_js_ref: objects,
    proxy_js_ref_next: header.nextObject,
    proxy_js_ref_map: new Map(objects.flatMap((object, id) => (object === undefined ? [] : [[object, id]]))),
  });
  return header;
}

function nameOf(object: unknown, host: HostFunctions): ObjectName | undefined {
  if (object === undefined) return null;
  if (object === globalThis) return 'global';
  if (object === host) return 'module';
  const [name] = Object.entries(host).find(([, act]) => act === object) ?? [];
  return name === undefined ? undefined : { function: name };
}

function objectOf(name: ObjectName, host: HostFunctions): unknown {
  if (name === null) return undefined;
  if (name === 'global') return globalThis;
  return name === 'module' ? host : host[name.function];
}
