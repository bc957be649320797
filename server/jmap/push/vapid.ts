/** The key by which push services know this server (RFC 8292). Made once, kept with the server, shown to clients in the session. */
import webPush from 'web-push';
import { config } from '#server/config/config.ts';
import { keepServerState } from '#server/store/index.ts';

interface Keys {
  publicKey: string;
  privateKey: string;
}
const home = globalThis as { posthornVapid?: Promise<Keys> };

export function vapidKeys(): Promise<Keys> {
  return (home.posthornVapid ??= keepServerState('vapid', () => webPush.generateVAPIDKeys()).catch((error: unknown) => {
    delete home.posthornVapid; // the database was away: try again next time
    throw error;
  }));
}

/** RFC 8292 §2: a signed token for the push service's origin, good for half a day. */
export async function vapidHeader(url: string): Promise<string> {
  const { publicKey, privateKey } = await vapidKeys();
  const { publicUrl, domain } = config();
  const subject = publicUrl?.startsWith('https:') ? publicUrl : `mailto:postmaster@${domain}`;
  const expires = Math.floor(Date.now() / 1000) + 12 * 3600;
  return webPush.getVapidHeaders(new URL(url).origin, subject, publicKey, privateKey, 'aes128gcm', expires).Authorization;
}
