/** What to tell people when the system gave the listener a smaller buffer than it asked for. */
import { receiveBufferBytes } from './datagram-receiver.ts';

/** Sentences with the remedy; null when the buffer is as it should be. `platform` is that of Node's `process`. */
export function bufferAdvice(bufferBytes: number, platform: NodeJS.Platform): string | null {
  if (bufferBytes >= receiveBufferBytes) return null;
  const given = Math.round(bufferBytes / 1024);
  const asked = receiveBufferBytes / 1024;
  const limit = limits[platform];
  const remedy = limit === undefined ? '' : ` Raise the limit: sudo sysctl -w ${limit}`;
  return (
    `The system gives the listener a buffer of ${given} KB of the ${asked} KB that it asked for, so a burst of datagrams ` +
    `can be lost.${remedy}`
  );
}

const limits: Partial<Record<NodeJS.Platform, string>> = {
  linux: `net.core.rmem_max=${receiveBufferBytes}`,
  // It counts the buffers' own bookkeeping too.
  darwin: `kern.ipc.maxsockbuf=${receiveBufferBytes * 2}`,
};
