/** One line that says what is being done, written over itself; nothing where nobody watches. */
export function progressLine(wanted: boolean): { tell: (text: string) => void; end: () => void } {
  if (!wanted || !process.stderr.isTTY) return { tell: () => undefined, end: () => undefined };
  const write = (text: string) => process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  return { tell: (text) => void write(text), end: () => void write('') };
}
