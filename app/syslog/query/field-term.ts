/** The term of a query that chooses a value of a field; quoted where the value would not be one word. */
export function fieldTerm(field: string, value: string): string {
  const isWord = /^[^\s()"*]+$/.test(value);
  return `${field}:${isWord ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
}
