/** A search snippet (RFC 8621 §5) as text: its marks go, the words are marked again by the list, as text. Nothing of it is ever HTML here. */
export function plainSnippet(html: string): string {
  return html
    .replaceAll(/<\/?mark>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
