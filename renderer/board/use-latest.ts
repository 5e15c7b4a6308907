/** Sends the newest of many values: one at a time, and what came meanwhile is sent as its last. A slider floods nobody. */
import { useCallback, useRef } from 'react';
import { reportError } from '../design/messages.ts';

export function useLatest<T>(send: (value: T) => Promise<unknown>): (value: T) => void {
  const sender = useRef(send);
  sender.current = send;
  const queue = useRef<{ busy: boolean; next: { value: T } | null }>({ busy: false, next: null });
  return useCallback((value: T) => {
    queue.current.next = { value };
    if (!queue.current.busy) void drain(queue.current, (each) => sender.current(each));
  }, []);
}

async function drain<T>(
  queue: { busy: boolean; next: { value: T } | null },
  send: (value: T) => Promise<unknown>,
): Promise<void> {
  queue.busy = true;
  while (queue.next !== null) {
    const { value } = queue.next;
    queue.next = null;
    await send(value).catch(reportError);
  }
  queue.busy = false;
}
