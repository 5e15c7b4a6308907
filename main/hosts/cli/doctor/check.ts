/** One thing that the doctor looked at. */

export interface Check {
  /** In a word or two, such as `permissions`. */
  name: string;
  status: 'ok' | 'warning' | 'problem';
  /** What was found, a sentence or a value. */
  says: string;
  /** What to do; null when nothing is wrong. */
  remedy: string | null;
}

export function ok(name: string, says: string): Check {
  return { name, status: 'ok', says, remedy: null };
}

export function warning(name: string, says: string, remedy: string): Check {
  return { name, status: 'warning', says, remedy };
}

/** The first sentence of a message says what is wrong, the others what to do. */
export function problem(name: string, message: string): Check {
  const [, says = message, remedy = ''] = /^(.+?[.!?])\s+(\S.*)$/s.exec(message) ?? [];
  return { name, status: 'problem', says, remedy: remedy === '' ? null : remedy };
}
