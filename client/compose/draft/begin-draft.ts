/** What stands in a compose window when it opens. */
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { words } from '#client/i18n/words.ts';
import { answer, withPrefix } from './answer.ts';
import type { JmapConnection } from '#client/jmap/connection.ts';
import type { ComposeRequest } from '../compose-request.ts';
import { asPlain, emptyDraft, type Draft } from './draft.ts';
import type { Identity, ReadEmail } from '../email-types.ts';
import { loadEmail, ownFile, type ComposeContext } from '../mail-api.ts';
import { plainTextToHtml } from '../text/plain-text.ts';
import { parseRecipients } from '../recipients.ts';
import { withSignature } from '../text/signature.ts';

export function answerDraft(kind: 'reply' | 'replyAll' | 'forward', email: ReadEmail, { identities, settings }: ComposeContext): Draft {
  const draft = answer(kind, email, { identities, formatDate: formatterOf(settings) });
  return withSignature(settings.plainText ? asPlain(draft) : draft, identities);
}

export function newDraft(request: ComposeRequest, { identities, settings }: ComposeContext): Draft {
  const draft = {
    ...emptyDraft,
    identityId: identities[0]?.id ?? null,
    ...{ to: parseRecipients(request.to ?? ''), cc: parseRecipients(request.cc ?? ''), bcc: parseRecipients(request.bcc ?? '') },
    subject: request.subject ?? '',
    html: request.text ? plainTextToHtml(request.text) : '',
  };
  return withSignature(settings.plainText ? asPlain(draft) : draft, identities);
}

/** RFC 2046 §5.2.1: whole messages, as they came. */
export async function attachedDraft(connection: JmapConnection, emailIds: string[], identities: Identity[]): Promise<Draft> {
  const emails = await Promise.all(
    emailIds.map(async (id) => {
      const email = await loadEmail(connection, id);
      return { ...email, blobId: await ownFile(connection, email.blobId, 'message/rfc822') };
    }),
  );
  const attachments = emails.map(({ blobId, subject, size }) => ({
    ...{ blobId, type: 'message/rfc822', size, cid: null },
    name: `${
      (subject ?? '')
        .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
        .slice(0, 60) || words('compose')('message')
    }.eml`,
  }));
  const [first] = emails;
  const subject = emails.length === 1 && first ? withPrefix('Fwd', first.subject ?? '') : '';
  return withSignature({ ...emptyDraft, identityId: identities[0]?.id ?? null, subject, attachments }, identities);
}

function formatterOf({ language, timeZone }: AccountSettings): (instant: string) => string {
  const zone = timeZone === 'auto' ? {} : { timeZone };
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', ...zone });
  return (instant) => format.format(new Date(instant));
}
