/** The message sent last, while it can be taken back: what the "Message sent" toast shows. */
import { create } from 'zustand';
import { words } from '#client/i18n/words.ts';
import type { JmapConnection } from '#client/jmap/connection.ts';
import type { Sent } from '../draft/session-state.ts';
import { cancelSend, type ComposeContext } from '../mail-api.ts';
import { openCompose } from '../open-compose.ts';

export interface SentMessage extends Sent {
  at: number;
  connection: JmapConnection;
  context: ComposeContext;
}
interface Shown {
  sent: SentMessage | null;
  /** Instead of the toast's own words: that it was too late, or why it failed. */
  note: string | null;
}

export const useSentMessage = create<Shown>(() => ({ sent: null, note: null }));

export function showSent(sent: SentMessage): void {
  useSentMessage.setState({ sent, note: null });
}

/** A sentence that is shown and announced for a while. */
export function say(note: string): void {
  useSentMessage.setState({ sent: null, note });
}

export function dismissSent(): void {
  useSentMessage.setState({ sent: null, note: null });
}

/** Takes it back and opens the draft again. */
export async function undoSend(sent: SentMessage): Promise<void> {
  useSentMessage.setState({ sent, note: words('compose')('takingBack') });
  try {
    if (await cancelSend(sent.connection, sent.context, sent)) {
      dismissSent();
      openCompose({ kind: 'draft', emailId: sent.emailId });
    } else useSentMessage.setState({ sent: null, note: words('compose')('tooLate') });
  } catch (error) {
    useSentMessage.setState({ sent: null, note: error instanceof Error ? error.message : words('compose')('notTakenBack') });
  }
}
