/** What a message tells about being junk whoever its recipient is: its bytes, its sender, the lists. Once for each message. */
import { firstField, readHeader } from '#lib/message/header-fields.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { authReasons, isProven } from '#lib/spam/auth-reasons.ts';
import { checkContent } from '#lib/spam/checks.ts';
import type { Reason } from '#lib/spam/reasons.ts';
import { tokensOf } from '#lib/spam/tokens.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { blockListReasons } from './block-lists.ts';

export interface LookedOver {
  reasons: Reason[];
  tokens: string[];
  /** Address of the first author, lower-case; '' for none. */
  author: string;
  /** Something proves that the author wrote it. */
  isProven: boolean;
}

export async function lookOver(message: Uint8Array, auth: AuthVerdict | null, remoteAddress: string): Promise<LookedOver> {
  const author = authorOf(message);
  return {
    reasons: [
      ...saved(() => checkContent(message, new Date()), []),
      ...(auth ? authReasons(auth) : []),
      ...(auth ? await blockListReasons(remoteAddress) : []),
    ],
    tokens: saved(() => tokensOf(message), []),
    author,
    isProven: auth !== null && author !== '' && isProven(auth, domainOf(author)),
  };
}

function authorOf(message: Uint8Array): string {
  const from = firstField(readHeader(message, 0, message.length).fields, 'from');
  return toStoredAddresses(readAddressList(from ?? ''))[0]?.email.toLowerCase() ?? '';
}

/** A message that a check cannot read is judged by the others: it is never lost for that. */
function saved<T>(check: () => T, otherwise: T): T {
  try {
    return check();
  } catch (error) {
    log.error('spam: a check failed', { reason: reasonOf(error) });
    return otherwise;
  }
}
