/**
 * The lines of a board's boot.py by which it logs from its start: put in, replaced and taken out, with all else left as it is. Texts are
 * Latin-1, so that every byte of a file that is no UTF-8 survives.
 */

const begin = '# >>> Bramble: logs. Made by "Send this board\'s logs here", which can remove it as well.';
const end = '# <<< Bramble: logs';

const lines = [
  begin,
  'try:',
  '    import bramble_log',
  '',
  '    bramble_log.start()',
  '    bramble_log.follow_logging()',
  'except Exception as error:',
  '    print("bramble_log:", repr(error))',
  end,
];

/** From the line that begins it to the one that ends it, with the empty line before; a block without its end is its first line only. */
const block =
  /(?:^|(?<=\n))(?:\r?\n)?# >>> Bramble: logs[^\n]*(?:\n(?:(?!# <<< Bramble: logs)[^\n]*\n)*# <<< Bramble: logs[^\n]*)?(?:\n|$)/g;

/** The text with the block at its end, once. */
export function withBootBlock(bootPy: string): string {
  const rest = withoutBootBlock(bootPy);
  const newline = rest.includes('\r\n') ? '\r\n' : '\n';
  const before = rest === '' || rest.endsWith('\n') ? rest : rest + newline;
  return `${before}${before === '' ? '' : newline}${lines.join(newline)}${newline}`;
}

export function withoutBootBlock(bootPy: string): string {
  return bootPy.replace(block, '');
}
