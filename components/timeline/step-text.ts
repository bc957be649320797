/** What a step is called: by whom it is about, with what happened beside it, or by what happened. */
import { useTranslations } from 'next-intl';
import { kindOf, say, timeIn, type TimelineStep } from '#lib/timeline/step.ts';
import { lookOf } from './step-looks.ts';

export function useStepText(step: TimelineStep) {
  const t = useTranslations('timeline');
  const look = lookOf(kindOf(step));
  const recipient = say(step.detail, 'rcpt');
  const due = timeIn(step.detail, 'due') ?? step.at;
  const seconds = Math.round((due.getTime() - step.at.getTime()) / 1000);
  const said = look.isKnown ? t(`events.${look.key}`, { seconds }) : step.type;
  const isOfRecipient = recipient !== '' && look.badge !== undefined;
  return {
    ...{ icon: look.icon, tone: look.tone, title: isOfRecipient ? recipient : said },
    badge: isOfRecipient && look.badge ? { look: look.badge, text: said } : null,
  };
}
