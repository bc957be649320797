/** One message to one push service: encrypted for the client (RFC 8291), signed by us (RFC 8292), posted as RFC 8030 says. */
import webPush from 'web-push';
import { log, reasonOf } from '#server/log/log.ts';
import { fetchPublic, FetchRefused } from '#server/net/fetch-public.ts';
import { vapidHeader } from './vapid.ts';

export interface PushTarget {
  url: string;
  p256dh: string | null;
  auth: string | null;
}
export type SendResult =
  | { kind: 'sent' }
  /** The subscription is over: the push service said so. */
  | { kind: 'gone' }
  | { kind: 'failed'; retryAfterSeconds: number | null };

const timeoutMs = 20_000;

/** `ttlSeconds`: how long the push service keeps it for a device that is away. */
export async function sendPush(
  target: PushTarget,
  payload: object,
  { ttlSeconds, urgency }: { ttlSeconds: number; urgency: 'high' | 'normal' },
): Promise<SendResult> {
  try {
    const text = JSON.stringify(payload);
    const isEncrypted = target.p256dh !== null && target.auth !== null;
    const body = isEncrypted ? webPush.encrypt(target.p256dh ?? '', target.auth ?? '', text, 'aes128gcm').cipherText : text;
    const { status, headers } = await fetchPublic(target.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json', // RFC 8620 §7.2
        ...(isEncrypted ? { 'content-encoding': 'aes128gcm' } : {}),
        authorization: await vapidHeader(target.url),
        ttl: String(ttlSeconds),
        urgency,
      },
      body,
      maxOctets: 64 * 1024,
      timeoutMs,
      maxRedirects: 0,
      secureOnly: true,
    });
    if (status >= 200 && status < 300) return { kind: 'sent' };
    if (status === 404 || status === 410) return { kind: 'gone' }; // RFC 8030 §7.3
    log.info('push.refused', { host: new URL(target.url).host, status });
    return { kind: 'failed', retryAfterSeconds: retryAfter(String(headers['retry-after'] ?? '')) };
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    log.info('push.failed', { host: new URL(target.url).host, reason: reasonOf(error) });
    return { kind: 'failed', retryAfterSeconds: null };
  }
}

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAfter(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
