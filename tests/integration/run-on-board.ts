/** A client of a host that runs a program on its simulated board, long enough for V8 to compile much of the interpreter anew. */
import type { HostConnection } from '../../app/contract/index.ts';

export const longProgram = 'print("sum", sum(range(300000)))';
export const longOutput = 'sum 44999850000';

/** Resolves with what the program came to. */
export async function runOnBoard({ services }: HostConnection): Promise<string> {
  await services.boards.connect('sim:');
  const { kind } = await services.boards.run('sim:', { source: longProgram, name: 'sum.py' });
  const { bytes } = await services.boards.recentOutput('sim:');
  return kind === 'finished' && Buffer.from(bytes).includes(longOutput) ? longOutput : `${kind}: ${bytes.length} bytes`;
}
