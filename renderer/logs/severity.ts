/** How a severity is shown: a letter, a name and a colour's role, never a colour alone. */
import { type Severity, severityNames } from '../../app/syslog/index.ts';

export interface SeverityLook {
  letter: string;
  name: string;
  /** The CSS class of its cell, and of the row's text for the urgent ones. */
  tone: 'critical' | 'error' | 'warning' | 'notice' | 'info' | 'debug';
}

const letters = ['X', 'A', 'C', 'E', 'W', 'N', 'I', 'D'] as const;
const tones = ['critical', 'critical', 'critical', 'error', 'warning', 'notice', 'info', 'debug'] as const;

export function severityLook(severity: Severity): SeverityLook {
  return { letter: letters[severity], name: capitalised(severityNames[severity]), tone: tones[severity] };
}

/** The choices of the severity filter: this one and every more urgent one. */
export const severityChoices: { value: Severity; label: string }[] = severityNames.map((name, index) => ({
  value: index as Severity,
  label: index === 0 ? capitalised(name) : `${capitalised(name)} or worse`,
}));

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
