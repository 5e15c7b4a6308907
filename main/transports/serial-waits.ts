/**
 * Lets a serial port wait for bytes and for room at the same time. The poller of the bindings (13.0.0, `Poller::poll` of poller.cpp)
 * asks the system for the wait that begins and forgets the one under way: a port that waited for room heard no byte meanwhile, and one
 * that began to wait for bytes then never learnt of the room, until a byte came.
 */
import type { SerialPort } from 'serialport';

/** As the bindings number them. */
const events = { readable: 1, writable: 2 } as const;
type Wait = keyof typeof events;

/** What is used of the bindings' poller, which `once` asks to poll for the wait that it begins. */
export interface SerialPoller {
  once(wait: Wait, callback: (error: Error | null) => void): unknown;
  poll(flags?: number): void;
  listenerCount(wait: Wait): number;
}

/** The poller of an open port; null on Windows, which waits in other ways. */
export function pollerOf({ port }: SerialPort): SerialPoller | null {
  return port !== undefined && 'poller' in port && 'listenerCount' in port.poller ? port.poller : null;
}

/** To be called whenever the port was opened. */
export function waitForBoth(port: SerialPort): void {
  const poller = pollerOf(port);
  if (poller === null) return;
  const poll = poller.poll.bind(poller);
  poller.poll = (flags = 0) => {
    const underWay = (Object.keys(events) as Wait[]).filter((wait) => poller.listenerCount(wait) > 0);
    poll(underWay.reduce((all, wait) => all | events[wait], flags));
  };
}
