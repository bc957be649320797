/** The signature of what a webhook is sent: as of Standard Webhooks, so that ready-made code can check it. */
import { createHmac } from 'node:crypto';

export const webhookPurpose = 'webhook';

/** Of id, time and body, each of which an attacker could otherwise exchange. */
export function signatureOf(secret: string, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', Buffer.from(secret, 'base64url')).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}
