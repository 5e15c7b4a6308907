/** The bytes of a file in pieces that end where a line ends. It knows no file. */
import { longestImportedLine } from '../../../app/syslog/index.ts';

/** Some 20 ms of the store's work, so that what boards send meanwhile gets its turn. */
const pieceBytes = 256 * 1024;
const lineFeed = 10;

/** No piece is longer than a chunk and the longest line; a longer line is cut. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = new Uint8Array();
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      rest = joined(rest, chunk.subarray(start, start + pieceBytes));
      if (rest.length < pieceBytes) continue;
      const end = rest.lastIndexOf(lineFeed) + 1;
      if (end > 0) {
        yield rest.slice(0, end);
        rest = rest.slice(end);
      } else if (rest.length >= longestImportedLine) {
        yield rest;
        rest = new Uint8Array();
      }
    }
  }
  if (rest.length > 0) yield rest;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
