/** Text in any charset that the platform knows; a wrong or unknown label is survived, and said. */
import { binaryString, decodeUnlabelled } from './octets.ts';

const aliases: Record<string, string> = {
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'ansi_x3.4-1968': 'utf-8',
  utf8mb4: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  cp1252: 'windows-1252',
  cp936: 'gbk',
  ms936: 'gbk',
  cp949: 'euc-kr',
  ks_c_5601: 'euc-kr',
  cp932: 'shift_jis',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-8859-8-e': 'iso-8859-8',
};

/** `problem` when the label is unknown or octets do not fit it (RFC 8621 §4.1.4, isEncodingProblem). */
export function decodeCharset(bytes: Uint8Array, label: string | undefined): { text: string; problem: boolean } {
  const wanted = (label ?? 'us-ascii').trim().toLowerCase();
  const name = aliases[wanted] ?? wanted;
  if (name === 'utf-8') {
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problem: false };
    } catch {
      return { text: decodeUnlabelled(binaryString(bytes)), problem: label !== undefined && wanted !== 'us-ascii' };
    }
  }
  try {
    const text = new TextDecoder(name).decode(bytes);
    return { text, problem: text.includes('\ufffd') };
  } catch {
    return { text: decodeUnlabelled(binaryString(bytes)), problem: true };
  }
}
