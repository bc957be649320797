/** Leave to look into somebody's mail. Its owner is told by a letter, sees it in the webmail, and can end it. */
import { z } from 'zod';
import { log } from '#server/log/log.ts';
import * as store from '#server/store/index.ts';
import { sendLetter } from '../letter.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, refuse } from '../result.ts';
import { emailAddress, listOf, nothing, time } from '../words.ts';
import { ofAddress, withAccount, withAccountBelow } from './accounts.ts';

export const mostHours = 72;
const account = z.strictObject({ email: emailAddress.describe('The account.') });
const accessShape = z.object({
  id: z.int(),
  by: z.string(),
  reason: z.string(),
  createdAt: time,
  expiresAt: time,
  endedAt: time.nullable(),
  endedBy: z.string().nullable(),
  isLive: z.boolean(),
  /** How many mailboxes and messages were opened. */
  opened: z.int(),
});

export const shapeOfAccess = (access: store.MailAccess, opened: number, now: Date): z.output<typeof accessShape> => ({
  ...{ id: access.accessId, by: access.askedBy, reason: access.reason, createdAt: access.createdAt, expiresAt: access.expiresAt },
  ...{ endedAt: access.endedAt, endedBy: access.endedBy, isLive: access.endedAt === null && access.expiresAt > now, opened },
});

export const accessList = operation({
  name: 'access.list',
  http: 'GET /accounts/{email}/access',
  summary: 'Lists who was let into the mail of an account: why, until when, and how much was opened.',
  args: ['email'],
  input: account,
  output: listOf(accessShape),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async ({ accountId }) => {
      const [found, opened] = await Promise.all([store.listMailAccess(accountId), store.openedByAccess(accountId)]);
      const count = (id: number) => opened.filter(({ accessId }) => accessId === id).length;
      const now = new Date();
      return { ok: true, value: { items: found.map((access) => shapeOfAccess(access, count(access.accessId), now)) } };
    }),
});

export const accessAsk = operation({
  name: 'access.ask',
  http: 'POST /accounts/{email}/access',
  summary: 'Lets you read the mail of an account for some hours. Its owner is told who, why and until when, and can end it.',
  args: ['email', 'reason'],
  input: account.extend({
    reason: z
      .string()
      .trim()
      .min(5, wrong('reasonShort'))
      .max(500, wrong('reasonLong', { most: 500 }))
      .describe('Why; the owner of the mail reads it.'),
    hours: z
      .int(wrong('hoursWhole'))
      .min(1, wrong('hoursLeast'))
      .max(mostHours, wrong('hoursMost', { most: mostHours }))
      .default(1)
      .describe('For how long.'),
  }),
  output: accessShape,
  touches: ofAddress,
  run: (caller, { email, reason, hours }) =>
    withAccountBelow(caller, email, async (owner) => {
      if (email === caller.name) return refuse('ownMail');
      const known = await store.liveMailAccess(owner.accountId, caller.name);
      if (known) return refuse('accessAlready', { until: known.expiresAt.toISOString() });
      const access = await store.askMailAccess(owner.accountId, caller.name, reason, hours * 60);
      const told = await sendLetter(
        [owner],
        `${caller.name} may read your mail for a time`,
        [
          `${caller.name} administers this server and may read the mail of ${email} until ${access.expiresAt.toUTCString()}.`,
          `The reason given: ${reason}`,
          'Nothing can be changed or sent that way. What is opened is written down: see Settings, Password and security, in the webmail. There you can also end it at once.',
        ],
        access.createdAt,
      );
      if (!told.ok) log.warn('access: the owner could not be told by a letter', { accountId: owner.accountId, reason: told.reason });
      return { ok: true, value: shapeOfAccess(access, 0, access.createdAt) };
    }),
});

export const accessEnd = operation({
  name: 'access.end',
  http: 'POST /accounts/{email}/access/{id}/end',
  summary: 'Ends before its time that somebody may read the mail of an account.',
  args: ['email', 'id'],
  input: account.extend({ id: z.int().positive().describe('Its number in the list.') }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email, id }) =>
    withAccountBelow(caller, email, async ({ accountId }) =>
      (await store.endMailAccess(accountId, id, caller.name)) ? done : refuse('endedAlready'),
    ),
});
