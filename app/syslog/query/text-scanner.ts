/** Walks over the characters of a text, in UTF-16 units. It knows nothing of what they mean. */
export class TextScanner {
  readonly text: string;
  index = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.index >= this.text.length;
  }

  /** The character `ahead` of the next one; empty past the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.index + ahead);
  }

  /** Takes the next character; empty past the end. */
  next(): string {
    return this.text.charAt(this.index++);
  }

  /** Takes `expected` when it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.index)) return false;
    this.index += expected.length;
    return true;
  }

  /** Takes what a pattern (sticky) matches here; null when it does not. */
  takeMatch(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.index;
    const match = pattern.exec(this.text);
    if (match !== null) this.index = pattern.lastIndex;
    return match;
  }
}
