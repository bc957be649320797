/** Replies (RFC 1939 §3) with their codes (RFC 2449 §8, RFC 3206). */
export interface Reply {
  ok: boolean;
  text: string;
}
export type Code = 'AUTH' | 'SYS/TEMP' | 'SYS/PERM' | 'IN-USE';

export const ok = (text = ''): Reply => ({ ok: true, text });

export const failed = (text: string, code?: Code): Reply => ({ ok: false, text: code ? `[${code}] ${text}` : text });
