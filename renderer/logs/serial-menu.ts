/** The part of the log view's menu that says whose serial output the log keeps. */
import type { SerialLogChoice } from '../../app/contract/index.ts';
import type { MenuItem } from '../design/menu.tsx';

const choices: readonly { choice: SerialLogChoice; label: string }[] = [
  { choice: 'logging', label: 'Of boards that log here' },
  { choice: 'all', label: 'Of every board' },
  { choice: 'none', label: 'Of no board' },
];

/** Empty until the host has told what it keeps. */
export function serialMenu(kept: SerialLogChoice | null, keep: (choice: SerialLogChoice) => void): MenuItem[] {
  if (kept === null) return [];
  return [
    { kind: 'heading', label: 'Keep serial output in the log' },
    ...choices.map(
      ({ choice, label }): MenuItem => ({
        kind: 'item',
        label,
        checked: choice === kept,
        choose: () => keep(choice),
      }),
    ),
  ];
}
