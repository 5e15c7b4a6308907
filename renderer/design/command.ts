/** A command: every action has one, with a label, and where it is wanted often, a shortcut. Buttons, menus and the palette show it. */

export interface Command {
  id: string;
  /** What it does, in the imperative, such as "Save the file". */
  label: string;
  /** `Ctrl+Shift+P`; see shortcut.ts. */
  shortcut?: string;
  /** Whether it works at this moment. */
  enabled: boolean;
  run: () => void | Promise<void>;
}

/** Runs a command that is enabled; what it throws is shown to the user. */
export function runCommand(command: Command, report: (error: unknown) => void): void {
  if (!command.enabled) return;
  try {
    Promise.resolve(command.run()).catch(report);
  } catch (error) {
    report(error);
  }
}
