/** Tells webhooks what happened, and again when they did not listen: for three days, ever more slowly. */
import { startRounds } from '#server/log/rounds.ts';
import { open } from '#server/mailauth/secret-box.ts';
import { FetchRefused, fetchPublic } from '#server/net/fetch-public.ts';
import { claimWebhookDeliveries, forgetWebhookDeliveries, noteWebhookResult, type DueDelivery } from '#server/store/index.ts';
import { signatureOf, webhookPurpose } from './sign.ts';

const lookEveryMs = 2000;
const batch = 20;
const minutes = [0.1, 1, 5, 30, 120, 360, 720, 1440, 1440];

/** Returns what stops it, after those under way. */
export function startWebhooks(everyMs = lookEveryMs): () => Promise<void> {
  let forgottenAt = 0;
  return startRounds({ everyMs, complaint: 'webhook: the round failed' }, async () => {
    while ((await sendDue()) === batch) continue;
    if (Date.now() - forgottenAt < 3_600_000) return;
    forgottenAt = Date.now();
    await forgetWebhookDeliveries();
  });
}

/** How many were due. */
export async function sendDue(now = new Date()): Promise<number> {
  const due = await claimWebhookDeliveries(batch, now);
  await Promise.all(due.map((delivery) => send(delivery, now)));
  return due.length;
}

async function send(delivery: DueDelivery, now: Date): Promise<void> {
  const { status, text } = await post(delivery, now);
  const delivered = status !== null && status >= 200 && status < 300;
  const wait = minutes[delivery.attempts - 1];
  // 410: its owner does not want to hear of it any more.
  const retryAt = delivered || status === 410 || wait === undefined ? null : new Date(now.getTime() + wait * 60_000);
  await noteWebhookResult(delivery.deliveryId, { delivered, status, text: text.slice(0, 500), retryAt });
}

async function post({ deliveryId, url, secret, payload }: DueDelivery, now: Date): Promise<{ status: number | null; text: string }> {
  const body = JSON.stringify(payload);
  const seconds = Math.floor(now.getTime() / 1000);
  try {
    const answer = await fetchPublic(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Posthorn',
        'webhook-id': String(deliveryId),
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatureOf(open(secret, webhookPurpose), String(deliveryId), seconds, body),
      },
      maxOctets: 64 * 1024,
      timeoutMs: 15_000,
      maxRedirects: 0,
    });
    return { status: answer.status, text: answer.body.toString('utf8') };
  } catch (error) {
    const expected = error instanceof FetchRefused;
    return { status: null, text: expected ? error.message : error instanceof Error ? error.message : String(error) };
  }
}
