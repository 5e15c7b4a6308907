/** What a board's own flash takes for files that a program of its own writes from memory: no tool can be faster and replace files whole. */
import { BoardSession } from '../../../app/board/index.ts';
import { systemClock } from '../../../main/platform/system-clock.ts';
import { TcpTransport } from '../../../main/transports/tcp-transport.ts';
import type { Report } from '../report.ts';

/** A temporary name and a rename for each, in pieces of a block: what it takes to keep the old file until the new one is whole. */
const program = (sizes: readonly number[]) => `import os,time
piece=bytes(4096)
start=time.ticks_us()
for number,size in enumerate(${JSON.stringify(sizes)}):
 with open('floor.tmp','wb') as file:
  while size>0:
   file.write(piece[:min(size,4096)])
   size-=4096
 os.rename('floor.tmp','floor%d'%number)
print(time.ticks_diff(time.ticks_us(),start))
`;

interface Floor {
  report: Report;
  port: number;
  where: string;
  files: readonly { bytes: Uint8Array }[];
}

export async function measureFloor({ report, port, where, files }: Floor): Promise<void> {
  const session = new BoardSession({
    transport: new TcpTransport({ host: '127.0.0.1', port }),
    clock: systemClock,
  });
  try {
    await session.connect();
    const { output } = await session.exec(program(files.map(({ bytes }) => bytes.length)));
    const seconds = Number(new TextDecoder().decode(output)) / 1_000_000;
    const kilobytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1024;
    report.add({
      what: `the flash itself, ${where}`,
      value: `${(kilobytes / seconds).toFixed(0)} KB/s`,
      note: `${seconds.toFixed(2)} s for a program on the board that writes as many bytes to a temporary name and renames it`,
    });
  } finally {
    session.dispose();
  }
}
