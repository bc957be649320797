/** The logo of a proven sender (BIMI), asked of the server once for each email. */
import { callMail } from '#client/mail/call.ts';
import { sharedOf } from '#client/mail/shared.ts';

export interface SenderLogo {
  /** At our own server. */
  url: string;
  /** A certificate vouches for it. */
  isVerified: boolean;
}
const asked = new Map<string, Promise<SenderLogo | null>>();

export function senderLogo(emailId: string): Promise<SenderLogo | null> {
  const known = asked.get(emailId) ?? ask(emailId);
  asked.set(emailId, known);
  // What failed is asked again with the next look.
  known.catch(() => asked.delete(emailId));
  return known;
}

async function ask(emailId: string): Promise<SenderLogo | null> {
  if (sharedOf(emailId)) return null; // asked for one's own mail alone
  const answer = await callMail([['SenderLogo/get', { emailIds: [emailId] }, 'l']]);
  return (answer('l').list as SenderLogo[])[0] ?? null;
}
