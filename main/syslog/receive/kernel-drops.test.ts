import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { kernelDropsIn } from './kernel-drops.ts';

const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 1188: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 92105 2 0000000000000000 17
 1188: 00000000:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 92106 2 0000000000000000 4
 1190: 00000000:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 92107 2 0000000000000000 0
`;
const tableOfIpv6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 1188: 00000000000000000000000000000000:158A 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 92108 2 0000000000000000 9
`;

describe("the system's count of drops", () => {
  it("is that of the socket's address and port", () => {
    expect([kernelDropsIn(table, '127.0.0.1', 5514), kernelDropsIn(table, '0.0.0.0', 5514)]).toEqual([17, 4]);
  });

  it('is found by port for an IPv6 address, which has many spellings', () => {
    expect(kernelDropsIn(tableOfIpv6, '::', 5514)).toBe(9);
  });

  it('is unknown without such a socket', () => {
    expect([kernelDropsIn(table, '127.0.0.1', 514), kernelDropsIn('', '127.0.0.1', 5514)]).toEqual([null, null]);
  });
  it.skipIf(process.platform !== 'linux')('is unknown while the process can open no more files', () => {
    const url = new URL('./kernel-drops.ts', import.meta.url);
    const program = `
      import { openSync } from 'node:fs';
      import { createSocket } from 'node:dgram';
      const { readKernelDrops } = await import(${JSON.stringify(url)});
      const socket = createSocket('udp4');
      await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve));
      const { port } = socket.address();
      const before = await readKernelDrops('127.0.0.1', port);
      try {
        for (;;) openSync('/dev/null');
      } catch ({ code }) {
        console.log(before, code, await readKernelDrops('127.0.0.1', port));
      }
      socket.close();`;
    const limited = ['-c', 'ulimit -n 100 && exec "$0" "$@"', process.execPath, '--input-type=module', '-e', program];
    const { stdout, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
    expect(stdout, stderr).toBe('0 EMFILE null\n');
  });
});
