/** Webhooks: addresses that are told of delivery events. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { seal } from '#server/mailauth/secret-box.ts';
import * as store from '#server/store/index.ts';
import { operation, type Touched } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, missingThat, refuse } from '../result.ts';
import { domainName, listOf, nothing, time } from '../words.ts';
import { webhookPurpose } from '../webhooks/sign.ts';

const hookShape = z.object({
  id: z.int(),
  url: z.string(),
  events: z.array(z.string()),
  domains: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  madeBy: z.string(),
  createdAt: time,
  waiting: z.int(),
  lastStatus: z.int().nullable(),
  lastText: z.string().nullable(),
});
const url = z.url({ protocol: /^https?$/, error: wrong('webhookAddress') }).describe('It is sent POST requests.');
const events = z
  .array(z.string().regex(/^[a-zA-Z.-]{1,40}$/, wrong('eventWord')))
  .describe('Such as delivered, bounced, deferred; all when none is given.');
const one = z.strictObject({ id: z.int().describe('Its number in the list.') });

async function ofHook({ id }: { id: number }): Promise<Touched> {
  const hook = await store.getWebhook(id);
  return hook?.domains ? { domains: hook.domains } : 'server';
}
const gone = missingThat('webhook');

export const webhookList = operation({
  name: 'webhook.list',
  http: 'GET /webhooks',
  summary: 'Lists webhooks, with the last answer of each.',
  input: z.strictObject({}),
  output: listOf(hookShape),
  touches: () => 'own',
  run: async ({ domains }) => ({
    ok: true,
    value: { items: (await store.listWebhooks(domains)).map((hook) => ({ ...hook, id: hook.webhookId })) },
  }),
});

export const webhookAdd = operation({
  name: 'webhook.add',
  http: 'POST /webhooks',
  summary: 'Makes a webhook. The secret, which signs what is sent, is shown once.',
  args: ['url'],
  input: z.strictObject({
    url,
    events: events.default([]),
    domains: z.array(domainName).optional().describe('Only mail of these domains.'),
  }),
  output: z.object({ id: z.int(), secret: z.string() }),
  touches: ({ domains }) => (domains ? { domains } : 'server'),
  async run(caller, { url: address, events: types, domains }) {
    const secret = randomBytes(32).toString('base64url');
    const wanted = { url: address, secret: seal(secret, webhookPurpose), events: types, domains: domains ?? null, madeBy: caller.name };
    return { ok: true, value: { id: await store.createWebhook(wanted), secret } };
  },
});

export const webhookEdit = operation({
  name: 'webhook.edit',
  http: 'PATCH /webhooks/{id}',
  summary: 'Changes a webhook, or turns it off and on.',
  args: ['id'],
  input: one.extend({ url: url.optional(), events: events.optional(), enabled: z.boolean().optional() }),
  output: nothing,
  touches: ofHook,
  run: async (_caller, { id, url: address, events: types, enabled }) => {
    const change = { ...(address && { url: address }), ...(types && { events: types }), ...(enabled !== undefined && { enabled }) };
    return (await store.updateWebhook(id, change)) ? done : gone;
  },
});

export const webhookRemove = operation({
  name: 'webhook.remove',
  http: 'DELETE /webhooks/{id}',
  summary: 'Removes a webhook; what it was not told yet is dropped.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofHook,
  run: async (_caller, { id }) => ((await store.removeWebhook(id)) ? done : gone),
});

export const webhookTest = operation({
  name: 'webhook.test',
  http: 'POST /webhooks/{id}/test',
  summary: 'Sends a test event to a webhook, as any other: signed, and tried again until it is taken.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofHook,
  async run(caller, { id }) {
    const hook = await store.getWebhook(id);
    if (!hook) return gone;
    if (!hook.enabled) return refuse('webhookOff');
    await store.enqueueWebhook(id, { type: 'test', at: new Date().toISOString(), detail: { by: caller.name } });
    return done;
  },
});

export const webhookDeliveries = operation({
  name: 'webhook.deliveries',
  http: 'GET /webhooks/{id}/deliveries',
  summary: 'Shows what a webhook was told lately, and what it answered.',
  args: ['id'],
  input: one.extend({ limit: z.int().min(1).max(500).default(50).describe('How many at most.') }),
  output: listOf(
    z.object({
      id: z.int(),
      payload: z.record(z.string(), z.unknown()),
      attempts: z.int(),
      delivered: z.boolean(),
      createdAt: time,
      nextAt: time.nullable(),
      lastStatus: z.int().nullable(),
      lastText: z.string().nullable(),
    }),
  ),
  touches: ofHook,
  async run(_caller, { id, limit }) {
    if (!(await store.getWebhook(id))) return gone;
    const found = await store.listWebhookDeliveries(id, limit);
    return { ok: true, value: { items: found.map((delivery) => ({ ...delivery, id: delivery.deliveryId })) } };
  },
});
