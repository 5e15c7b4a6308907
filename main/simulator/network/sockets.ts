/**
 * A simulated board's sockets as system calls (`socket.*`): numbers for sockets, buffers in the board's memory, answers at once.
 * They are the computer's own sockets, so a program reaches whatever the computer reaches. `socket.py` is the only caller.
 */
import type { Event } from '../../../app/base/index.ts';
import type { SystemCall, SystemCallHost, SystemCallProvider } from '../hardware/system-calls.ts';
import { portShift } from './lowest-port.ts';
import {
  type BoardSocket,
  type Endpoint,
  endpointOf,
  errno,
  type Family,
  type SocketContext,
} from './sockets/board-socket.ts';
import { NameLookup } from './sockets/name-lookup.ts';
import { TcpSocket } from './sockets/tcp-socket.ts';
import { isUsable } from './sockets/tls.ts';
import { UdpSocket } from './sockets/udp-socket.ts';

const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
/** `ssl.CERT_REQUIRED`. */
const certRequired = 2;

/** lwIP has memory for a handful; programs that forget to close run dry here a little later. */
const largestOpen = 32;

export interface SocketCallsOptions {
  host: SystemCallHost;
  /** Whether the board's Wi-Fi is connected; without it every way out is EHOSTUNREACH, as on a Pico W. */
  isOnline: () => boolean;
  /** The Wi-Fi may have come or gone. */
  onDidChangeLink: Event<void>;
  /** Decides whether a datagram gets lost on its way. */
  losesPacket: () => boolean;
  /** Where to find on this computer what a program looks for at a port of it; see `SimulatedBoard.redirectPort`. */
  redirects?: ReadonlyMap<number, number>;
  /** The first port that a program may open; lower ones are opened `portShift` higher. */
  lowestPort?: number;
}

interface OpenSocket {
  socket: BoardSocket;
  family: Family;
}

export function socketCalls({
  host,
  isOnline,
  onDidChangeLink,
  losesPacket,
  redirects,
  lowestPort = 0,
}: SocketCallsOptions): SystemCallProvider {
  const context: SocketContext = { wake: () => host.wake(), isOnline, losesPacket };
  const names = new NameLookup(context);
  const open = new Map<number, OpenSocket>();

  const subscription = onDidChangeLink(() => {
    if (isOnline()) return;
    for (const { socket } of open.values()) socket.loseLink();
  });

  const add = (entry: OpenSocket): number => {
    for (let fd = 0; fd < largestOpen; fd++) {
      if (open.has(fd)) continue;
      open.set(fd, entry);
      return fd;
    }
    entry.socket.destroy();
    return -errno.ENOMEM;
  };

  /** A call on an open socket; the first argument is its number. */
  const on =
    (act: (entry: OpenSocket, args: readonly (number | string)[], memory: Uint8Array) => number): SystemCall =>
    (args, memory) => {
      const entry = open.get(Number(args[0]));
      return entry === undefined ? -errno.EBADF : act(entry, args, memory);
    };

  const addressed = (act: (socket: BoardSocket, endpoint: Endpoint) => number) =>
    on(({ socket, family }, [, address, port]) => {
      const endpoint = endpointOf(family, String(address), Number(port));
      return endpoint === undefined ? -errno.EINVAL : act(socket, endpoint);
    });

  const shifted = new Set<number>();
  const openedAs = (local: Endpoint): Endpoint => {
    if (local.port === 0 || local.port >= lowestPort) return local;
    shifted.add(local.port);
    return { ...local, port: local.port + portShift };
  };

  const remoteOf = (family: Family, host: string, port: number): Endpoint | undefined => {
    if (!host.startsWith('127.')) return endpointOf(family, host, port);
    return endpointOf(family, host, redirects?.get(port) ?? (shifted.has(port) ? port + portShift : port));
  };

  const calls: Record<string, SystemCall> = {
    'socket.open': ([domain, type]) => {
      const family = domain === AF_INET6 ? 6 : 4;
      if (type === SOCK_STREAM) return add({ socket: new TcpSocket(context), family });
      if (type === SOCK_DGRAM) return add({ socket: new UdpSocket(context, family), family });
      return -errno.EINVAL;
    },
    'socket.bind': addressed((socket, local) => socket.bind(openedAs(local))),
    'socket.listen': on(({ socket }, [, backlog]) => socket.listen(Number(backlog))),
    'socket.accept': on(({ socket, family }) => {
      const accepted = socket.accept();
      return typeof accepted === 'number' ? accepted : add({ socket: accepted, family });
    }),
    'socket.connect': on(({ socket, family }, [, host, port]) => {
      const remote = remoteOf(family, String(host), Number(port));
      return remote === undefined ? -errno.EINVAL : socket.connect(remote);
    }),
    'socket.connected': on(({ socket }) => socket.connected()),
    'socket.send': on(({ socket }, args, memory) => socket.send(buffer(memory, args[1], args[2]))),
    'socket.sendto': on(({ socket, family }, args, memory) => {
      const remote = remoteOf(family, String(args[3]), Number(args[4]));
      return remote === undefined ? -errno.EINVAL : socket.send(buffer(memory, args[1], args[2]), remote);
    }),
    'socket.recv': on(({ socket }, args, memory) => socket.receive(buffer(memory, args[1], args[2]), false)),
    'socket.recvline': on(({ socket }, args, memory) => socket.receive(buffer(memory, args[1], args[2]), true)),
    'socket.peer': ([fd]) => {
      const peer = open.get(Number(fd))?.socket.peer;
      return peer === undefined ? -errno.ENOTCONN : `${peer.host} ${peer.port}`;
    },
    'socket.poll': on(({ socket }) => socket.poll()),
    'socket.reuse': on(({ socket }, [, value]) => {
      socket.setReuseAddress(value !== 0);
      return 0;
    }),
    'socket.group': on(({ socket }, [, group, local, join]) =>
      socket.joinGroup(String(group), String(local), join !== 0),
    ),
    'socket.secure': on(({ socket }, [, server, verify, name, ...spans], memory) => {
      if (!(socket instanceof TcpSocket)) return -errno.EOPNOTSUPP;
      const [certificate, key, authority] = [0, 2, 4].map((at) =>
        Uint8Array.from(buffer(memory, spans[at], spans[at + 1])),
      );
      if (certificate === undefined || key === undefined || authority === undefined) return -errno.EINVAL;
      const verifies = verify === certRequired;
      return socket.secure({ isServer: server === 1, verifies, hostname: String(name), certificate, key, authority });
    }),
    'socket.secured': ([fd]) => {
      const socket = open.get(Number(fd))?.socket;
      return socket instanceof TcpSocket ? socket.isSecured() : -errno.EBADF;
    },
    'tls.usable': ([kind, address, length], memory) => {
      const bytes = Uint8Array.from(buffer(memory, address, length));
      return Number(isUsable(kind === 'key' ? 'key' : 'certificate', bytes));
    },
    'socket.close': on(({ socket }, [fd]) => {
      open.delete(Number(fd));
      socket.close();
      return 0;
    }),
    'socket.resolve': ([name]) => names.resolve(String(name)),
  };

  const destroyAll = () => {
    for (const { socket } of open.values()) socket.destroy();
    open.clear();
    names.clear();
  };
  const dispose = () => {
    subscription.dispose();
    destroyAll();
  };
  return { calls, reset: destroyAll, dispose };
}

/** Names the bytes that a program passed by their address and length in its memory. */
function buffer(memory: Uint8Array, address: number | string | undefined, length: number | string | undefined) {
  const start = Number(address);
  return memory.subarray(start, start + Math.max(0, Number(length)));
}
