/** The story of a message, one event after the other. What a remote server said is quoted word for word. */
import {
  ArrowDownToLine,
  CircleAlert,
  CircleCheck,
  Clock,
  Inbox,
  ListFilter,
  Send,
  ShieldCheck,
  Upload,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';

export interface TraceStep {
  at: string;
  type: string;
  account: string | null;
  mailbox: string | null;
  detail: Record<string, string | number | boolean | null>;
}
type Look = 'plain' | 'accent' | 'ok' | 'warn' | 'bad';
const looks: Record<Look, string> = {
  plain: 'bg-hover text-fg-2',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-success-soft text-success',
  warn: 'bg-warning-soft text-warning',
  bad: 'bg-danger-soft text-danger',
};
const kinds: Record<string, [LucideIcon, Look]> = {
  received: [ArrowDownToLine, 'accent'],
  submitted: [Upload, 'accent'],
  authenticated: [ShieldCheck, 'plain'],
  judged: [ListFilter, 'plain'],
  filed: [ListFilter, 'plain'],
  delivered: [Inbox, 'ok'],
  queued: [Clock, 'accent'],
  deferred: [Clock, 'warn'],
  held: [Clock, 'warn'],
  sent: [CircleCheck, 'ok'],
  redirected: [Send, 'accent'],
  bounced: [CircleAlert, 'bad'],
  refused: [CircleAlert, 'bad'],
};
const known = [
  ...['received', 'submitted', 'authenticated', 'judged', 'filed', 'delivered', 'queued', 'deferred', 'held'],
  ...['released', 'sent', 'redirected', 'bounced', 'refused'],
] as const;
const quoted = new Set(['code', 'status', 'reply']);
const passedOver = new Set(['mailboxId', 'rcptNo']);

export function TraceTimeline({ steps }: { steps: TraceStep[] }) {
  const t = useTranslations('admin.trace');
  const nameOf = (type: string) => {
    const event = known.find((one) => one === type);
    return event ? t(`events.${event}`) : type;
  };
  return (
    <ol className="p-4">
      {steps.map((step, index) => {
        const [Icon, look] = kinds[step.type] ?? [Send, 'plain'];
        const { code, status, reply } = step.detail;
        const words = [code, status, reply].filter((part) => part !== null && part !== undefined && part !== '').join(' ');
        const facts = Object.entries(step.detail).filter(
          ([name, value]) => !quoted.has(name) && !passedOver.has(name) && value !== null && value !== '',
        );
        return (
          <li
            key={index}
            className="relative grid grid-cols-[104px_28px_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0 max-sm:grid-cols-[28px_minmax(0,1fr)] not-last:before:absolute not-last:before:start-[129px] not-last:before:top-7 not-last:before:bottom-0 not-last:before:w-px not-last:before:bg-border max-sm:not-last:before:start-[13.5px]"
          >
            <time
              className="pt-1 text-end text-[12px] leading-5 text-fg-3 tabular-nums max-sm:col-start-2 max-sm:row-start-2 max-sm:text-start"
              dir="ltr"
            >
              {step.at}
            </time>
            <span className={`grid size-7 place-items-center rounded-full ${looks[look]}`}>
              <Icon size={14} aria-hidden />
            </span>
            <div className="min-w-0 pt-0.5">
              <b className="me-2 font-semibold">{nameOf(step.type)}</b>
              {step.account && (
                <span className="text-fg-2" dir="ltr">
                  {step.mailbox ? `${step.account} / ${step.mailbox}` : step.account}
                </span>
              )}
              {facts.length > 0 && (
                <p className="text-[13px] leading-5 break-words text-fg-2" dir="ltr">
                  {facts.map(([name, value]) => `${name}: ${String(value)}`).join(', ')}
                </p>
              )}
              {words && (
                <code
                  className="mt-1.5 block rounded-control border border-border bg-bg px-3 py-1.5 font-mono text-[12px] leading-4.5 break-words"
                  dir="ltr"
                >
                  {words}
                </code>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
