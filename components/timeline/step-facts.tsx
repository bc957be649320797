/** What is known of a step: who, by which server and how safely, what was found, what was said, when it goes on. */
import { useLocale, useTranslations } from 'next-intl';
import { ReasonList } from '#components/junk/reason-list.tsx';
import { spanOf } from '#lib/i18n/span.ts';
import { readNames } from '#lib/spam/reasons.ts';
import { readSignatures } from '#lib/timeline/signing.ts';
import { kindOf, say, timeIn, type Beginning, type TimelineClock, type TimelineStep } from '#lib/timeline/step.ts';
import { VerdictList } from './verdict-list.tsx';

/** So many recipients are named, of more it is said how many they are. */
const mostNamed = 3;

interface Props {
  step: TimelineStep;
  story: Beginning;
  clock: TimelineClock;
}

export function StepFacts({ step, story, clock }: Props) {
  const lines = useLines(step, story, clock);
  const of = (name: string) => say(step.detail, name);
  const kind = kindOf(step);
  // What this server said to itself tells nobody anything.
  const reply = kind === 'delivered' ? [] : [of('code'), [of('status'), of('reply')].filter(Boolean).join(' ')];
  const reasons = readNames(of('reasons'));
  return (
    <div className="text-[13px] leading-5 text-fg-2">
      {lines.map((line) => (
        <p key={line} className="wrap-anywhere" dir="auto">
          {line}
        </p>
      ))}
      {kind === 'authenticated' && <VerdictList detail={step.detail} />}
      {reasons.length > 0 && <ReasonList reasons={reasons} />}
      {reply.some(Boolean) && (
        <pre
          className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-control border border-border bg-bg px-3 py-2 font-mono text-[12px] leading-4.5 whitespace-pre-wrap wrap-anywhere text-fg"
          dir="ltr"
        >
          <b className="font-semibold">{reply[0]}</b>
          <span>{reply[1]}</span>
        </pre>
      )}
    </div>
  );
}

type Lines = Record<string, string[]>;

function useLines(step: TimelineStep, story: Beginning, clock: TimelineClock): string[] {
  const t = useTranslations('timeline.lines');
  const locale = useLocale();
  const { at, type, detail, mailbox } = step;
  const of = (name: string) => say(detail, name);
  type Word = Parameters<typeof t>[0];
  const word = (key: Word & ('from' | 'to' | 'server' | 'helo' | 'by' | 'over' | 'rule' | 'place' | 'next' | 'due'), value: string) =>
    value ? t(key, { value }) : '';
  const moment = (name: string) => {
    const when = timeIn(detail, name);
    return when ? clock.moment(when) : '';
  };
  const to = of('to').split(' ').filter(Boolean);
  const recipients = to.length > mostNamed ? t('recipients', { count: Number(of('recipients')) || to.length }) : word('to', to.join(', '));
  const tls = of('tls').replace(/^TLSv/, 'TLS ');
  const isRemote = of('host') !== '' || (of('remote') !== '' && of('helo') !== '');
  const proven = of('verified');
  const connection = [
    word('server', [of('host') || of('helo'), of('remote')].filter(Boolean).join(', ')),
    ...(isRemote ? [tls ? t('tls', { value: tls }) : t('plain')] : []),
    proven && t('verified', { value: proven }),
  ];
  const attempt = Number(of('attempt'));
  const isDone = type === 'sent' || (type === 'delivered' && attempt > 0);
  const facts: Lines = {
    submitted: [word('over', of('protocol') || of('source').toUpperCase()), word('by', of('user'))],
    rerouted: [of('route') ? t('route', { value: of('route') }) : t('usualRoute')],
    prioritised: [t('priority', { value: of('priority') })],
    cancelled: [t('cancelled')],
  };
  const signatures = type === 'signed' ? readSignatures(of('signed')).map((one) => [t('signature', { ...one })]) : [];
  return [
    // Who sent it is said once; a forward or a list writes in its own name.
    [type === 'submitted' || (type === 'queued' && of('from') === story.from) ? '' : word('from', of('from')), recipients],
    facts[type] ?? [],
    ...signatures,
    connection,
    [of('needed') ? t('score', { score: of('score'), needed: of('needed') }) : ''],
    [word('rule', of('script')), word('place', mailbox || of('mailbox'))],
    [of('text')],
    [
      attempt > 1 ? t('attempt', { value: of('attempt') }) : '',
      isDone ? t('took', { value: spanOf(at.getTime() - story.at.getTime(), locale) }) : '',
    ],
    [word('next', moment('next'))],
    [word('due', moment('due'))],
  ]
    .map((parts) => parts.filter(Boolean).join(' · '))
    .filter(Boolean);
}
