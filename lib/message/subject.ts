/** The base subject of a conversation (RFC 5256 §2.1), from a decoded subject. */
export function baseSubject(subject: string): string {
  let text = subject.replaceAll(/\s+/g, ' ').trim();
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\s*\(fwd\)\s*$/i, '').trim();
    text = text.replace(/^(?:\[[^[\]]*\]\s*)*(?:re|fwd?)\s*(?:\[[^[\]]*\]\s*)?:\s*/i, '').trim();
    const withoutBlob = text.replace(/^\[[^[\]]*\]\s*/, '').trim();
    if (withoutBlob !== '') text = withoutBlob;
    const forwarded = /^\[fwd:(.*)\]$/i.exec(text);
    if (forwarded) text = (forwarded[1] ?? '').trim();
  }
  return text;
}
