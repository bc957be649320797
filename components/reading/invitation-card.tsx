'use client';
import { Check, CircleHelp, MapPin, Repeat, Users, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { useInvitation } from '#client/hooks/use-invitation.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { nameOf, type FullEmail } from '#client/mail/types.ts';
import { answerInvitation, answerOf } from '#client/reading/invitation/answer-invitation.ts';
import { eventTime, leafOf } from '#client/reading/invitation/event-time.ts';
import type { Answer, Invitation } from '#client/reading/invitation/invitation.ts';
import type { Readable } from '#client/reading/files/readable.ts';

/** An invitation: what, when, where and with whom; and the answer, which goes to the organizer by mail. */
export function InvitationCard({ email, message }: { email: FullEmail; message: Readable }) {
  const t = useTranslations('reading');
  const settings = useMail((state) => state.settings);
  const invitation = useInvitation(message.parts);
  if (!invitation) return null;
  const leaf = leafOf(invitation, settings);
  const isOff = invitation.method === 'CANCEL' || invitation.isCancelled;
  const icon = { size: 16, strokeWidth: 1.75, className: 'mt-0.5 flex-none text-fg-3', 'aria-hidden': true } as const;
  return (
    <div role="group" aria-label={t('invitation.label')} className="mb-4 flex gap-4 rounded-card border border-border p-4 max-sm:flex-col">
      <div
        aria-hidden
        className="grid h-16 w-14 flex-none grid-rows-[20px_1fr] overflow-hidden rounded-control border border-border text-center"
      >
        <span className="bg-accent text-[11px] leading-5 font-semibold text-on-accent uppercase">{leaf.month}</span>
        <span className="grid place-items-center text-[22px] leading-7 font-semibold">{leaf.day}</span>
      </div>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <b className={`text-[16px] leading-6 font-semibold wrap-anywhere ${isOff ? 'line-through' : ''}`} dir="auto">
            {invitation.summary || t('noSubject')}
          </b>
          {isOff && <StatusBadge look="bad">{t('invitation.cancelled')}</StatusBadge>}
          {!isOff && invitation.method === 'REQUEST' && invitation.sequence > 0 && (
            <StatusBadge look="warn">{t('invitation.updated')}</StatusBadge>
          )}
        </p>
        <p className="mt-0.5 text-[14px] leading-5.5 text-fg-2">{eventTime(invitation, settings)}</p>
        <ul className="mt-2 grid gap-1 text-[13px] leading-5 text-fg-2">
          {invitation.location && (
            <li className="flex gap-2">
              <MapPin {...icon} />
              <span className="wrap-anywhere" dir="auto">
                {invitation.location}
              </span>
            </li>
          )}
          {invitation.repeats && (
            <li className="flex gap-2">
              <Repeat {...icon} />
              {repeats(invitation.repeats) ? t(`invitation.${repeats(invitation.repeats) ?? 'repeats'}`) : t('invitation.repeats')}
            </li>
          )}
          {invitation.attendees.length > 0 && <People invitation={invitation} />}
        </ul>
        {invitation.method === 'REPLY' ? (
          <Replied invitation={invitation} />
        ) : (
          !isOff && invitation.method === 'REQUEST' && <Answers email={email} invitation={invitation} />
        )}
      </div>
    </div>
  );
}

const repeats = (rule: string) => (rule === 'daily' || rule === 'weekly' || rule === 'monthly' || rule === 'yearly' ? rule : null);
const shown = 6;

function People({ invitation: { attendees, organizer } }: { invitation: Invitation }) {
  const t = useTranslations('reading');
  const names = attendees.slice(0, shown).map((person) => {
    const name = nameOf(person);
    return person.status === 'ACCEPTED'
      ? t('invitation.comes', { name })
      : person.status === 'DECLINED'
        ? t('invitation.staysAway', { name })
        : name;
  });
  const more = attendees.length - shown;
  return (
    <li className="flex gap-2">
      <Users size={16} strokeWidth={1.75} className="mt-0.5 flex-none text-fg-3" aria-hidden />
      <span className="wrap-anywhere" dir="auto">
        {organizer && <>{t('invitation.organizer', { name: nameOf(organizer) })} · </>}
        {names.join(', ')}
        {more > 0 && ` ${t('invitation.more', { count: more })}`}
      </span>
    </li>
  );
}

/** The answer of somebody who was invited. */
function Replied({ invitation: { attendees } }: { invitation: Invitation }) {
  const t = useTranslations('reading');
  const [person] = attendees;
  if (!person) return null;
  const name = nameOf(person);
  const text =
    person.status === 'ACCEPTED'
      ? t('invitation.hasAccepted', { name })
      : person.status === 'DECLINED'
        ? t('invitation.hasDeclined', { name })
        : t('invitation.mightCome', { name });
  return <p className="mt-3 text-[14px] leading-5.5 font-medium">{text}</p>;
}

function Answers({ email, invitation }: { email: FullEmail; invitation: Invitation }) {
  const t = useTranslations('reading');
  const keywords = useMail((state) => state.emails.get(email.id)?.keywords ?? email.keywords);
  const [busy, setBusy] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const given = answerOf({ keywords });
  const choices = [
    { answer: 'ACCEPTED', label: t('invitation.accept'), icon: Check },
    { answer: 'TENTATIVE', label: t('invitation.maybe'), icon: CircleHelp },
    { answer: 'DECLINED', label: t('invitation.decline'), icon: X },
  ] as const;
  const send = async (answer: Answer) => {
    setBusy(answer);
    setProblem(null);
    try {
      await answerInvitation({ ...email, keywords }, invitation, answer);
    } catch (error) {
      setProblem(wordsOf(error));
    }
    setBusy(null);
  };
  const said = { ACCEPTED: 'youAccepted', TENTATIVE: 'youMightCome', DECLINED: 'youDeclined' } as const;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2 print:hidden">
      {choices.map(({ answer, label, icon: Icon }) => (
        <Button
          key={answer}
          size="sm"
          variant={given === answer ? 'primary' : 'secondary'}
          aria-pressed={given === answer}
          disabled={busy !== null}
          onClick={() => void send(answer)}
        >
          <Icon size={16} strokeWidth={1.75} aria-hidden />
          {label}
        </Button>
      ))}
      <span role="status" className="text-[13px] text-fg-2">
        {problem ?? (busy ? t('invitation.sending') : given ? t(`invitation.${said[given]}`) : '')}
      </span>
    </div>
  );
}
