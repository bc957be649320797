/** What this device kept of the account goes with the session. */
import { words } from '../i18n/words.ts';
import { forgetDevice } from '../mail/device/device.ts';
import { mail } from '../mail/mail-store.ts';
import { forgetSearches } from '../mail/search/recent-searches.ts';

/** For the sign-out form: what still waits to be sent would be lost, so that is asked first. */
export function signOut(event: { preventDefault: () => void; currentTarget: HTMLFormElement }): void {
  event.preventDefault();
  const form = event.currentTarget;
  if (mail().queued > 0 && !window.confirm(words('mail')('signOutQueued', { count: mail().queued }))) return;
  forgetSearches();
  const cached =
    'caches' in window ? caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name)))) : Promise.resolve([]);
  void Promise.allSettled([forgetDevice(mail().me), cached]).then(() => form.submit());
}
