/** The events of a message as the panel is told them, as steps of a timeline. */
import { say, type TimelineStep } from '#lib/timeline/step.ts';

interface Event {
  at: Date;
  type: string;
  account: string | null;
  mailbox: string | null;
  detail: Record<string, unknown>;
}

/** Whose mailbox it is, where the address that it was written to does not say so. */
export const storySteps = (events: readonly Event[]): TimelineStep[] =>
  events.map(({ account, mailbox, ...event }, key) => ({
    ...event,
    key,
    mailbox: mailbox && account !== say(event.detail, 'rcpt') ? [account, mailbox].filter(Boolean).join(' / ') : mailbox,
  }));
