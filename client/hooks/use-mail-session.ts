import { useEffect } from 'react';
import { forgetOldBodies, restore, startKeeping } from '../mail/device/keep.ts';
import { loadMailboxes } from '../mail/mailboxes/load-mailboxes.ts';
import { mail, setMail } from '../mail/mail-store.ts';
import { startMirror } from '../mail/device/mirror.ts';
import { follow } from '../mail/navigate.ts';
import { wordsOf } from '../i18n/words-of.ts';
import { catchUp, startSync } from '../mail/sync.ts';

/**
 * Opens the account in this tab: what the device keeps is shown at once, then mailboxes and the list that the address names come from the
 * server, then the stream of changes.
 */
export function useMailSession(me: string): void {
  useEffect(() => {
    setMail({ me });
    let gone = false;
    const stops: (() => void)[] = [];
    window.addEventListener('popstate', follow);
    const open = async () => {
      const isWarm = await restore(me).catch(() => false);
      if (gone) return;
      if (isWarm) follow();
      stops.push(startKeeping());
      const hadState = mail().state !== null;
      await loadMailboxes().catch((error: unknown) => {
        if (isWarm) return; // offline: what is here is shown
        setMail({ list: { ...mail().list, status: 'failed', error: wordsOf(error) } });
      });
      if (gone) return;
      // Of a mailbox that somebody shares nothing is on this device: its list begins here.
      if ((!isWarm || mail().list.status === 'loading') && mail().mailboxes.length > 0) follow();
      stops.push(startSync(), startMirror());
      if (hadState) void catchUp();
      void forgetOldBodies().catch(() => undefined);
    };
    void open();
    return () => {
      gone = true;
      window.removeEventListener('popstate', follow);
      for (const stop of stops) stop();
    };
  }, [me]);
}
