/** Where the places lead that a row names. */
import { type SyslogRow, viaOf } from '../../app/syslog/index.ts';
import type { BoardTextProps } from './board-text.tsx';

type LinkOf = BoardTextProps['linkOf'];

/** A program that was run from here calls itself `<stdin>` in what it prints, and its row has its name. */
export function linksOfRow({ address, appName }: Pick<SyslogRow, 'address' | 'appName'>, linkOf: LinkOf): LinkOf {
  if (linkOf === undefined || appName === null || viaOf(address) !== 'serial') return linkOf;
  return (file, line) => linkOf(file === '<stdin>' ? appName : file, line);
}
