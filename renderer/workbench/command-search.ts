/** Finds commands by what is typed of their labels. */
import type { Command } from '../design/command.ts';

/** Those whose label has every typed word, the ones that work now first, else in their own order. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  return found.sort((a, b) => Number(b.enabled) - Number(a.enabled));
}
