/** The part of a query that its words and regular expressions in texts decide, over blocks of texts. */
import { type QueryNode, TextSearch } from '../../../app/syslog/index.ts';
import type { TextBlock } from './text-cache.ts';

/** For each text of the block 1 where it may pass, 0 where it cannot; null where its texts alone do not tell. */
export type TextFilter = (block: TextBlock) => Uint8Array | null;

/** Null for a query without such a part: no text decides anything. */
export function textFilter(node: QueryNode): TextFilter | null {
  switch (node.kind) {
    case 'word':
    case 'beginning':
    case 'phrase':
    case 'contains':
    case 'regex': {
      const search = new TextSearch(node);
      return ({ texts, names }) => (search.readsNames && names().some(search.test) ? null : search.marks(texts));
    }
    case 'all': {
      const parts = node.of.map(textFilter).filter((part) => part !== null);
      return parts.length === 0 ? null : (block) => combined(parts, block, false);
    }
    case 'any': {
      const parts = node.of.map(textFilter).filter((part) => part !== null);
      return parts.length === 0 || parts.length < node.of.length ? null : (block) => combined(parts, block, true);
    }
    default:
      return null;
  }
}

function combined(parts: readonly TextFilter[], block: TextBlock, isAny: boolean): Uint8Array | null {
  let marks: Uint8Array | null = null;
  for (const part of parts) {
    const more = part(block);
    if (more === null && isAny) return null;
    if (more === null) continue;
    if (marks === null) marks = more;
    else
      for (let at = 0; at < marks.length; at++)
        marks[at] = isAny ? (marks[at] ?? 0) | (more[at] ?? 0) : (marks[at] ?? 0) & (more[at] ?? 0);
  }
  return marks;
}

/** The ids of the block's rows that are marked, between the two (`after` < id < `before`), the newest first. */
export function markedIds({ firstId }: TextBlock, marks: Uint8Array, after: number, before: number): number[] {
  const ids: number[] = [];
  for (let at = marks.lastIndexOf(1); at >= 0; at = at === 0 ? -1 : marks.lastIndexOf(1, at - 1)) {
    const id = firstId + at;
    if (id > after && id < before) ids.push(id);
  }
  return ids;
}
