/** The answer to an invitation: by mail to its organizer (RFC 6047), and remembered on the message, for every mail program to see. */
import { writeEntity, writeHeader, writeMailbox } from '#lib/message/write-entity.ts';
import { words } from '#client/i18n/words.ts';
import { setKeyword } from '#client/mail/acts/keywords.ts';
import type { FullEmail } from '#client/mail/types.ts';
import { ownAttendee, replyCalendar, type Answer, type Invitation } from './invitation.ts';
import { dateHeader, newBoundary, newMessageId, ownIdentities, sendRaw } from '../send-raw.ts';

export const answerKeywords: Record<Answer, string> = {
  ACCEPTED: '$rsvp-accepted',
  TENTATIVE: '$rsvp-tentative',
  DECLINED: '$rsvp-declined',
};

export const answerOf = ({ keywords }: Pick<FullEmail, 'keywords'>): Answer | null =>
  (Object.keys(answerKeywords) as Answer[]).find((answer) => keywords[answerKeywords[answer]]) ?? null;

/** Throws with the reason when it could not be sent. */
export async function answerInvitation(email: FullEmail, invitation: Invitation, answer: Answer): Promise<void> {
  const t = words('reading');
  const { organizer } = invitation;
  if (!organizer) throw new Error(t('invitation.noOrganizer'));
  const identities = await ownIdentities();
  const attendee = ownAttendee(
    invitation,
    identities.map((identity) => identity.email),
  );
  const written = new Set([...(email.to ?? []), ...(email.cc ?? [])].map((person) => person.email.toLowerCase()));
  const identity =
    identities.find((one) => one.email.toLowerCase() === attendee?.email.toLowerCase()) ??
    identities.find((one) => written.has(one.email.toLowerCase())) ??
    identities[0];
  if (!identity) throw new Error(t('invitation.noIdentity'));
  const { default: library } = await import('ical.js');
  const person = { name: identity.name || (attendee?.name ?? null), email: attendee?.email ?? identity.email };
  const now = new Date();
  const calendar = replyCalendar(library, invitation, person, answer, now);
  const said = { ACCEPTED: 'accepts', TENTATIVE: 'mayCome', DECLINED: 'declines' } as const;
  const summary = invitation.summary || t('noSubject');
  const subject = t(`invitation.${said[answer]}`, { name: person.name ?? person.email, summary });
  const message = [
    writeHeader('From', writeMailbox(identity)),
    writeHeader('To', writeMailbox(organizer)),
    writeHeader('Subject', subject),
    writeHeader('Date', dateHeader(now)),
    writeHeader('Message-ID', newMessageId(identity.email)),
    ...(email.messageId?.[0]
      ? [writeHeader('In-Reply-To', `<${email.messageId[0]}>`), writeHeader('References', `<${email.messageId[0]}>`)]
      : []),
    'MIME-Version: 1.0\r\n',
    writeEntity(
      {
        type: 'multipart/alternative',
        body: {
          parts: [
            { type: 'text/plain', body: { text: `${subject}\n` } },
            { type: 'text/calendar', parameters: { method: 'REPLY' }, body: { text: calendar } },
          ],
        },
      },
      newBoundary,
    ),
  ].join('');
  await sendRaw(message, identity, [organizer.email]);
  for (const one of Object.keys(answerKeywords) as Answer[])
    if (one === answer || email.keywords[answerKeywords[one]]) await setKeyword([email.id], answerKeywords[one], one === answer);
}
