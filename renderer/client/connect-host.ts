/** Finds out what the page runs in, and how its host is reached. The only file that knows Electron from a browser. */
import type { Channel } from '../../app/contract/index.ts';
import { Host, type OpenFailure } from './host.ts';
import { channelOfPort, onPortHandedOver } from './message-port-channel.ts';
import { pageClock } from './page-clock.ts';
import { openWebSocketChannel } from './web-socket-channel.ts';

declare global {
  interface Window {
    /** Set by Electron's preload. */
    readonly bramble?: { readonly host: 'electron' };
  }
}

/** Makes the host of this page and starts connecting. Called once, before Electron's preload can have posted its port. */
export function connectHost(): Host {
  const openChannel = window.bramble?.host === 'electron' ? portOpener() : openWebHost;
  const host = new Host({ openChannel, clock: pageClock });
  host.start();
  return host;
}

async function openWebHost(): Promise<Channel | OpenFailure> {
  const url = new URL('/channel', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  try {
    return await openWebSocketChannel(url.href);
  } catch {
    return (await isRefused()) ? 'refused' : 'unreachable';
  }
}

/** A page cannot see why its WebSocket was refused, but it can ask for itself again: 403 means its session ended. */
async function isRefused(): Promise<boolean> {
  try {
    const reply = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' });
    return reply.status === 401 || reply.status === 403;
  } catch {
    return false;
  }
}

/** Each call resolves with the next port that the preload hands over. */
function portOpener(): () => Promise<Channel> {
  const arrived: MessagePort[] = [];
  const waiting: ((channel: Channel) => void)[] = [];
  onPortHandedOver((port) => {
    const receive = waiting.shift();
    if (receive === undefined) arrived.push(port);
    else receive(channelOfPort(port));
  });
  return () =>
    new Promise((resolve) => {
      const port = arrived.shift();
      if (port === undefined) waiting.push(resolve);
      else resolve(channelOfPort(port));
    });
}
