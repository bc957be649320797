/** The same search without the place that it is confined to; null when it is everywhere already. Pure. */
export function searchEverywhere(query: string): string | null {
  const wider = query
    .replaceAll(/(?:^|\s)-?(?:in|label|shared):(?:"[^"]*"|\S+)/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const all = `in:anywhere ${wider}`.trim();
  return /(?:^|\s)in:anywhere(?:\s|$)/i.test(query) ? null : all;
}
