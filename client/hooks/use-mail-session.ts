import { useEffect } from 'react';
import { messageOf } from '../mail/call.ts';
import { loadMailboxes } from '../mail/load-mailboxes.ts';
import { mail, setMail } from '../mail/mail-store.ts';
import { follow } from '../mail/navigate.ts';
import { startSync } from '../mail/sync.ts';

/** Opens the account in this tab: mailboxes, the list that the address names, then the stream of changes. */
export function useMailSession(me: string): void {
  useEffect(() => {
    setMail({ me });
    let stop = () => undefined as void;
    let gone = false;
    window.addEventListener('popstate', follow);
    loadMailboxes().then(
      () => {
        if (gone) return;
        follow();
        stop = startSync();
      },
      (error: unknown) => setMail({ list: { ...mail().list, status: 'failed', error: messageOf(error) } }),
    );
    return () => {
      gone = true;
      window.removeEventListener('popstate', follow);
      stop();
    };
  }, [me]);
}
