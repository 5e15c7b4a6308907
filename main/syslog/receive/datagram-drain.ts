/**
 * Fetches what waits at a UDP socket many datagrams at a call: `recvmmsg` of Linux, through koffi. Node fetches one a call and makes
 * an object and a Buffer of each, which is most of what receiving costs: measured at 60,000 messages/s, a third of it is left.
 *
 * Node keeps the socket and tells when something arrives; this only takes what came meanwhile. Where it cannot be had (another
 * system, no /proc, no koffi), the socket works as Node made it.
 */
import { readdir, readlink } from 'node:fs/promises';
import { endianness } from 'node:os';
import { isUdpPortOf } from './kernel-drops.ts';

export interface DatagramDrain {
  /** Hands on what waits, each with its sender's address. The bytes are valid until `take` returns. */
  run(take: (bytes: Uint8Array, address: string) => void): void;
  dispose(): void;
}

/** Datagrams a call. */
const batch = 64;
/** The largest datagram, and a little so that slots do not fall upon the same lines of the cache. */
const slotBytes = 65_536 + 192;
/** While a flood goes on, what comes in this time is waited for: a call for 60 datagrams costs little more than one for one. */
const gatherMs = 1;
/** Then the event loop has its turn, for the streams. */
const mostGathers = 16;
const floodDatagrams = 8;

// The layout of `struct mmsghdr` on 64-bit Linux, in bytes; its first 56 are a `struct msghdr`.
const header = { bytes: 64, name: 0, nameLength: 8, parts: 16, partCount: 24, length: 56 };
const nameBytes = 32;
const MSG_DONTWAIT = 0x40;
const AF_INET = 2;

/** The descriptors of this process that are sockets, by number. Empty where /proc does not tell. */
export async function socketsOfProcess(): Promise<Map<number, string>> {
  const sockets = new Map<number, string>();
  if (!isSupported()) return sockets;
  try {
    for (const name of await readdir('/proc/self/fd')) {
      const link = await readlink(`/proc/self/fd/${name}`).catch(() => '');
      const [, inode] = /^socket:\[(\d+)\]$/.exec(link) ?? [];
      if (inode !== undefined) sockets.set(Number(name), inode);
    }
  } catch {
    // A sandbox without /proc: there is no drain then.
  }
  return sockets;
}

function isSupported(): boolean {
  return process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && endianness() === 'LE';
}

/** For the socket that this process opened since `before` and bound to `port`; null where that cannot be. */
export async function openDrain(before: ReadonlyMap<number, string>, port: number): Promise<DatagramDrain | null> {
  if (!isSupported()) return null;
  for (const [descriptor, inode] of await socketsOfProcess()) {
    if (before.get(descriptor) === inode || !(await isUdpPortOf(inode, port))) continue;
    return (await loadDrain(descriptor)) ?? null;
  }
  return null;
}

async function loadDrain(descriptor: number): Promise<DatagramDrain | null> {
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    const recvmmsg: (fd: number, headers: bigint, count: number, flags: number, timeout: null) => number = library.func(
      'int recvmmsg(int, uint64_t, unsigned int, int, void *)',
    );
    const allocate: (count: number, size: number) => bigint = library.func('uint64_t calloc(size_t, size_t)');
    const free: (address: bigint) => void = library.func('void free(uint64_t)');
    const viewOf = (address: bigint, bytes: number): ArrayBuffer => koffi.view(address, bytes);
    return new MmsgDrain({ descriptor, recvmmsg, allocate, free, viewOf });
  } catch {
    // No koffi for this system, or a C library without these functions.
    return null;
  }
}

interface Native {
  descriptor: number;
  recvmmsg: (fd: number, headers: bigint, count: number, flags: number, timeout: null) => number;
  allocate: (count: number, size: number) => bigint;
  free: (address: bigint) => void;
  viewOf: (address: bigint, bytes: number) => ArrayBuffer;
}

class MmsgDrain implements DatagramDrain {
  readonly #native: Native;
  readonly #address: bigint;
  readonly #headers: DataView;
  readonly #names: DataView;
  readonly #slots: Uint8Array[];
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4));
  readonly #known = new Map<string, string>();
  #lastIpv4 = { word: 0, text: '0.0.0.0' };

  constructor(native: Native) {
    this.#native = native;
    const partBytes = 16;
    const total = batch * (header.bytes + partBytes + nameBytes + slotBytes);
    // Pages that no datagram reaches are never touched, so most of these 4 MiB stay a number.
    this.#address = BigInt(native.allocate(1, total));
    const memory = native.viewOf(this.#address, total);
    const parts = batch * header.bytes;
    const names = parts + batch * partBytes;
    const slots = names + batch * nameBytes;
    this.#headers = new DataView(memory, 0, parts);
    const partView = new DataView(memory, parts, batch * partBytes);
    this.#names = new DataView(memory, names, batch * nameBytes);
    this.#slots = [];
    for (let index = 0; index < batch; index++) {
      const at = index * header.bytes;
      const slot = slots + index * slotBytes;
      this.#headers.setBigUint64(at + header.name, this.#address + BigInt(names + index * nameBytes), true);
      this.#headers.setBigUint64(at + header.parts, this.#address + BigInt(parts + index * partBytes), true);
      this.#headers.setBigUint64(at + header.partCount, 1n, true);
      partView.setBigUint64(index * partBytes, this.#address + BigInt(slot), true);
      partView.setBigUint64(index * partBytes + 8, BigInt(slotBytes), true);
      this.#slots.push(new Uint8Array(memory, slot, slotBytes));
    }
  }

  run(take: (bytes: Uint8Array, address: string) => void): void {
    for (let gathers = 0; gathers < mostGathers; gathers++) {
      let taken = 0;
      for (let count = batch; count === batch; taken += count) count = this.#fetch(take);
      if (taken < floodDatagrams) return;
      Atomics.wait(this.#sleeper, 0, 0, gatherMs);
    }
  }

  dispose(): void {
    this.#native.free(this.#address);
  }

  #fetch(take: (bytes: Uint8Array, address: string) => void): number {
    const { descriptor, recvmmsg } = this.#native;
    // The kernel writes the length of each name over the room for it.
    for (let index = 0; index < batch; index++)
      this.#headers.setUint32(index * header.bytes + header.nameLength, nameBytes, true);
    const count = recvmmsg(descriptor, this.#address, batch, MSG_DONTWAIT, null);
    // Below zero: nothing waits, or an error that Node hears of as well.
    for (let index = 0; index < count; index++) {
      const length = this.#headers.getUint32(index * header.bytes + header.length, true);
      take((this.#slots[index] ?? new Uint8Array(0)).subarray(0, length), this.#senderOf(index * nameBytes));
    }
    return Math.max(0, count);
  }

  #senderOf(at: number): string {
    const names = this.#names;
    if (names.getUint16(at, true) === AF_INET) {
      const word = names.getUint32(at + 4);
      if (word !== this.#lastIpv4.word) {
        this.#lastIpv4 = { word, text: [24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join('.') };
      }
      return this.#lastIpv4.text;
    }
    const groups = Array.from({ length: 8 }, (_, group) => names.getUint16(at + 8 + group * 2));
    const key = groups.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= 4096) this.#known.clear();
    const text = ipv6Text(groups);
    this.#known.set(key, text);
    return text;
  }
}

/** As RFC 5952 writes it; an IPv4 sender on an IPv6 socket as IPv4. */
export function ipv6Text(groups: readonly number[]): string {
  const [a = 0, b = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [a >> 8, a & 255, b >> 8, b & 255].join('.');
  }
  const runs = groups.map((_, start) => {
    let length = 0;
    while (groups[start + length] === 0) length++;
    return { start, length };
  });
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), { start: 0, length: 1 });
  const hex = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  if (longest.length < 2) return hex(0, 8);
  return `${hex(0, longest.start)}::${hex(longest.start + longest.length, 8)}`;
}
