import { words } from '../i18n/words.ts';

/** The JMAP server as the webmail needs it. */
export type MethodCall = [name: string, args: Record<string, unknown>, callId: string];
export interface JmapConnection {
  accountId: string;
  /** Largest file that may be uploaded, in octets (RFC 8620 §2, maxSizeUpload). */
  maxSizeUpload: number;
  call: (calls: MethodCall[]) => Promise<MethodCall[]>;
  uploadUrl: string;
  /** The server's own name, by which it signs what it found out about a message (Authentication-Results). */
  hostname?: string;
  /** Whose mailboxes are shared with this person, as far as is known now. */
  sharedAccounts?: () => { id: string; name: string }[];
  /** With {blobId}, {type} and {name} filled in; of whatever account the blob is. */
  downloadUrl: (part: { blobId: string; type: string; name: string }) => string;
}

/** Fetch throws a TypeError where there is no answer; what was asked for may have been done all the same. */
export const isUnreachable = (error: unknown): boolean => error instanceof TypeError;

export class MethodError extends Error {
  type: string;
  constructor(type: string, description: unknown) {
    super(typeof description === 'string' && description !== '' ? description : words('ui')('serverAnswered', { type }));
    this.type = type;
  }
}

/** The arguments of the answer to one call. Throws MethodError when it was an error (RFC 8620 §3.6.2). */
export function answerOf(answers: MethodCall[], callId: string): Record<string, unknown> {
  const found = answers.find(([, , id]) => id === callId);
  if (!found) throw new MethodError('serverFail', words('ui')('noAnswer'));
  if (found[0] === 'error') throw new MethodError(String(found[1].type), found[1].description);
  return found[1];
}

/** What a /set made for `creationId`. Throws MethodError with the server's reason when it was refused (RFC 8620 §5.3). */
export function createdBy(answer: Record<string, unknown>, creationId: string): Record<string, unknown> {
  const created = (answer.created as Record<string, Record<string, unknown>> | null)?.[creationId];
  if (created) return created;
  const refused = (answer.notCreated as Record<string, { type: string; description?: string }> | null)?.[creationId];
  throw new MethodError(refused?.type ?? 'serverFail', refused?.description);
}
