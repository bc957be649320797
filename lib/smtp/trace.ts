/** Trace lines in front of a message (RFC 5321 §4.4). */
export interface Submitted {
  hostname: string;
  /** SMTP, ESMTP, ESMTPS, ESMTPSA, UTF8SMTP… (RFC 3848, RFC 6531 §4.3). */
  protocol: string;
  tls: string | null;
  id: string;
  /** Only when there is a single recipient: nobody learns who else got it. */
  recipient: string | null;
  at: Date;
}
export interface Relayed extends Submitted {
  helo: string;
  remoteAddress: string;
}

export function receivedLine({ helo, remoteAddress, ...trace }: Relayed): string {
  return received(`from ${clean(helo)} (${remoteAddress.includes(':') ? `[IPv6:${remoteAddress}]` : `[${remoteAddress}]`})`, trace);
}

/** A user's own machine is nobody's business: the line says which server took the message, not from where. */
export const submittedLine = (trace: Submitted): string => received('', trace);

function received(from: string, { hostname, protocol, tls, id, recipient, at }: Submitted): string {
  const by = `by ${hostname} (Posthorn) with ${protocol} id ${id}`;
  const lines = [...(from ? [from] : []), by, ...(tls ? [`(${tls})`] : []), ...(recipient ? [`for <${clean(recipient)}>`] : [])];
  return `Received: ${lines.join('\r\n\t')}; ${mailDate(at)}\r\n`;
}

export const returnPath = (sender: string): string => `Return-Path: <${clean(sender)}>\r\n`;

interface Transport {
  esmtp: boolean;
  tls: boolean;
  auth: boolean;
  utf8: boolean;
  lmtp?: boolean;
}

/** RFC 3848, RFC 6531 §4.3. */
export function protocolWord({ esmtp, tls, auth, utf8, lmtp = false }: Transport): string {
  if (!esmtp) return 'SMTP';
  const word = lmtp ? (utf8 ? 'UTF8LMTP' : 'LMTP') : utf8 ? 'UTF8SMTP' : 'ESMTP';
  return `${word}${tls ? 'S' : ''}${auth ? 'A' : ''}`;
}

/** RFC 5322 §3.3, in UTC. */
export const mailDate = (at: Date): string => at.toUTCString().replace('GMT', '+0000');

const clean = (text: string): string => text.replaceAll(/[\p{Cc}()<>\\]/gu, '?').slice(0, 320);
