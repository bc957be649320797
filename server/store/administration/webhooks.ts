/** Webhooks: who is told of delivery events, and what still has to be told. The rows are made by a trigger, with the event itself. */
import { rows } from '../database.ts';

export interface Webhook {
  webhookId: number;
  url: string;
  events: string[];
  domains: string[] | null;
  enabled: boolean;
  madeBy: string;
  createdAt: Date;
  /** Not told yet. */
  waiting: number;
  lastStatus: number | null;
  lastText: string | null;
}
export interface WebhookDelivery {
  deliveryId: number;
  payload: Record<string, unknown>;
  attempts: number;
  delivered: boolean;
  createdAt: Date;
  nextAt: Date | null;
  lastStatus: number | null;
  lastText: string | null;
}
export interface DueDelivery {
  deliveryId: number;
  webhookId: number;
  url: string;
  secret: Buffer;
  payload: Record<string, unknown>;
  attempts: number;
}

const select = `select w.webhook_id as "webhookId", w.url, w.events, w.domains, w.enabled, w.made_by as "madeBy", w.created_at as "createdAt",
    (select count(*) from webhook_delivery d where d.webhook_id = w.webhook_id and d.done_at is null) as waiting,
    l.last_status as "lastStatus", l.last_text as "lastText"
  from webhook w left join lateral (select last_status, last_text from webhook_delivery d
    where d.webhook_id = w.webhook_id and d.attempts > 0 order by delivery_id desc limit 1) l on true`;

export function listWebhooks(domains: string[] | null): Promise<Webhook[]> {
  return rows(`${select} where $1::text[] is null or w.domains <@ $1 order by w.webhook_id`, [domains]);
}

export async function getWebhook(webhookId: number): Promise<Webhook | null> {
  return (await rows<Webhook>(`${select} where w.webhook_id = $1`, [webhookId]))[0] ?? null;
}

export async function createWebhook(wanted: {
  url: string;
  secret: Buffer;
  events: string[];
  domains: string[] | null;
  madeBy: string;
}): Promise<number> {
  const { url, secret, events, domains, madeBy } = wanted;
  const [made] = await rows<{ id: number }>(
    'insert into webhook (url, secret, events, domains, made_by) values ($1, $2, $3, $4, $5) returning webhook_id as id',
    [url, secret, events, domains, madeBy],
  );
  if (!made) throw new Error('the webhook was not written');
  return made.id;
}

export async function updateWebhook(webhookId: number, change: { url?: string; events?: string[]; enabled?: boolean }): Promise<boolean> {
  const found = await rows(
    'update webhook set url = coalesce($2, url), events = coalesce($3, events), enabled = coalesce($4, enabled) where webhook_id = $1 returning 1',
    [webhookId, change.url ?? null, change.events ?? null, change.enabled ?? null],
  );
  return found.length > 0;
}

export async function removeWebhook(webhookId: number): Promise<boolean> {
  return (await rows('delete from webhook where webhook_id = $1 returning 1', [webhookId])).length > 0;
}

/** Newest first. */
export function listWebhookDeliveries(webhookId: number, limit: number): Promise<WebhookDelivery[]> {
  return rows(
    `select delivery_id as "deliveryId", payload, attempts, delivered, created_at as "createdAt",
       case when done_at is null then next_at end as "nextAt", last_status as "lastStatus", last_text as "lastText"
     from webhook_delivery where webhook_id = $1 order by delivery_id desc limit $2`,
    [webhookId, limit],
  );
}

/** What is not an event of a message, such as a test. */
export async function enqueueWebhook(webhookId: number, payload: object): Promise<void> {
  await rows('insert into webhook_delivery (webhook_id, payload) values ($1, $2)', [webhookId, JSON.stringify(payload)]);
}

/** Leases what is due for a minute: another process takes it over when this one dies. */
export function claimWebhookDeliveries(limit: number, now = new Date()): Promise<DueDelivery[]> {
  return rows(
    `with due as (
       select d.delivery_id from webhook_delivery d join webhook w using (webhook_id)
       where d.done_at is null and d.next_at <= $2 and w.enabled order by d.next_at limit $1 for update of d skip locked)
     update webhook_delivery d set next_at = $2::timestamptz + interval '1 minute', attempts = attempts + 1
     from due, webhook w where d.delivery_id = due.delivery_id and w.webhook_id = d.webhook_id
     returning d.delivery_id as "deliveryId", d.webhook_id as "webhookId", w.url, w.secret, d.payload, d.attempts`,
    [limit, now],
  );
}

/** Given no `retryAt`, it is over. */
export async function noteWebhookResult(
  deliveryId: number,
  result: { delivered: boolean; status: number | null; text: string; retryAt: Date | null },
): Promise<void> {
  await rows(
    `update webhook_delivery set delivered = $2, last_status = $3, last_text = $4, next_at = coalesce($5, next_at),
       done_at = case when $5::timestamptz is null then now() end where delivery_id = $1`,
    [deliveryId, result.delivered, result.status, result.text, result.retryAt],
  );
}

/** What was told, or given up, more than a week ago. */
export async function forgetWebhookDeliveries(): Promise<number> {
  return (await rows(`delete from webhook_delivery where done_at < now() - interval '7 days' returning 1`)).length;
}
