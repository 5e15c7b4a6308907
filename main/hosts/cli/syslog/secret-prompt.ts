/** Asks for a secret at the terminal: what is typed is not shown. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { BrambleError } from '../../../../app/base/index.ts';
import { type CommandContext, endOf } from '../context.ts';

/** Rejects with `usage` when there is no terminal, and with `cancelled` at Ctrl-C. */
export async function askSecret(question: string, context: CommandContext): Promise<string> {
  const { stdin, output } = context;
  if (!('isTTY' in stdin && stdin.isTTY)) {
    throw new BrambleError('usage', 'There is no terminal to ask for the password. Give it with --password-stdin.');
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  output.note(question);
  try {
    return await new Promise((resolve, reject) => {
      const cancel = () => reject(new BrambleError('cancelled', 'No password was given.'));
      lines.once('line', resolve);
      lines.once('SIGINT', cancel);
      lines.once('close', cancel);
      endOf(context).addEventListener('abort', cancel, { once: true });
    });
  } finally {
    lines.close();
    output.note('\n');
  }
}
