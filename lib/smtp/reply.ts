/** Replies of the server: a code, an enhanced code that only clients of EHLO are shown (RFC 2034 §4), and a text. */
export interface Reply {
  code: number;
  /** RFC 3463; '' where none is allowed (greeting, HELO, EHLO, 354, 334). */
  status: string;
  text: string | string[];
}

export const reply = (code: number, status: string, text: string | string[]): Reply => ({ code, status, text });

/** RFC 5321 §4.2.1: every line but the last has a hyphen after the code. */
export function formatReply({ code, status, text }: Reply, enhanced: boolean): string {
  const lines = (Array.isArray(text) ? text : [text]).map((line) => line.replaceAll(/[\r\n]+/g, ' '));
  const shown = enhanced && status ? `${status} ` : '';
  return lines.map((line, index) => `${code}${index < lines.length - 1 ? '-' : ' '}${shown}${line}`.trimEnd() + '\r\n').join('');
}

/** What another server said, taken apart: `550 5.1.1 no such user`. A multi-line reply becomes one line. */
export function parseReply(response: string): { code: number; status: string | null; text: string } {
  const lines = response.split(/\r?\n/).filter(Boolean);
  const code = Number(/^\d{3}/.exec(lines[0] ?? '')?.[0] ?? 0);
  const texts = lines.map((line) => line.replace(/^\d{3}[ -]?/, ''));
  const status = /^([245]\.\d{1,3}\.\d{1,3})(?= |$)/.exec(texts[0] ?? '')?.[1] ?? null;
  const text = texts.map((line) => (status && line.startsWith(status) ? line.slice(status.length).trim() : line)).join(' ');
  return { code, status, text: text.trim() };
}
