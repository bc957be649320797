/** Is the server ready for the world: what others see of it, whom it can reach, and a message that goes out and comes in. */
import { z } from 'zod';
import { config } from '#server/config/config.ts';
import { newTraceId } from '#server/log/trace-id.ts';
import { signMessage } from '#server/mailauth/sign.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { findAccountByEmail, hasDomain, putBlob } from '#server/store/index.ts';
import { certificateState } from '../certificate-state.ts';
import { checkRecords } from '../dns-records.ts';
import { domainOf } from '../caller.ts';
import { operation } from '../operation.ts';
import { missing, refuse, told } from '../result.ts';
import { talkTo } from '../smtp-probe.ts';
import { domainName, emailAddress } from '../words.ts';

/** Where most people have their mail. */
const largeProviders = ['gmail.com', 'outlook.com', 'yahoo.com'];
const states = ['good', 'warn', 'bad'] as const;
const checkShape = z.object({
  /** What was looked at. */
  name: z.enum(['records', 'certificate', 'door', 'encryption', 'relay', 'reach']),
  state: z.enum(states),
  /** What was found, for people who know these things. */
  detail: z.string(),
});
type Check = z.output<typeof checkShape>;

export const domainReadiness = operation({
  name: 'domain.readiness',
  http: 'GET /domains/{name}/readiness',
  summary:
    'Looks at a domain as other servers do: its records, the door for mail, encryption, and whether the large providers can be reached.',
  args: ['name'],
  input: z.strictObject({ name: domainName }),
  output: z.object({ verdict: z.enum(['ready', 'almost', 'notYet']), checks: z.array(checkShape) }),
  touches: ({ name }) => ({ domains: [name] }),
  async run(_caller, { name }) {
    if (!(await hasDomain(name))) return missing(name);
    const checks = [await recordsOf(name), certificate(), ...(await door(name)), await reach()];
    return { ok: true, value: { verdict: verdictOf(checks), checks } };
  },
});

function verdictOf(checks: Check[]): 'ready' | 'almost' | 'notYet' {
  if (checks.some(({ state }) => state === 'bad')) return 'notYet';
  return checks.every(({ state }) => state === 'good') ? 'ready' : 'almost';
}

async function recordsOf(name: string): Promise<Check> {
  const records = await checkRecords(name);
  const wrong = records.filter(({ state }) => state !== 'found');
  const detail = wrong.map(({ type, name: where, state }) => `${type} ${where}: ${state}`).join(', ') || `${records.length} records`;
  return { name: 'records', state: wrong.some(({ needed }) => needed) ? 'bad' : wrong.length > 0 ? 'warn' : 'good', detail };
}

function certificate(): Check {
  const found = certificateState();
  if (!found) return { name: 'certificate', state: 'warn', detail: 'none' };
  const { subject, issuer, expiresAt, selfSigned } = found;
  const detail = `${subject}, ${selfSigned ? 'self-signed' : issuer}, ${expiresAt.toISOString().slice(0, 10)}`;
  return { name: 'certificate', state: expiresAt < new Date() ? 'bad' : selfSigned ? 'warn' : 'good', detail };
}

/** As a stranger from elsewhere, who must be let in with mail for us and with no other. */
async function door(name: string): Promise<Check[]> {
  const lines = [`EHLO ${config().hostname}`, 'MAIL FROM:<>', `RCPT TO:<postmaster@${name}>`, 'RCPT TO:<relay-test@example.com>'];
  const { host, replies } = await talkTo(name, lines);
  const [greeting = '', hello = '', , ours = '', others = ''] = replies;
  const isOpen = greeting.startsWith('220') && ours.startsWith('250');
  const said = host === null ? 'no address' : ours || greeting || `${host}: no answer`;
  const opened: Check = { name: 'door', state: isOpen ? 'good' : 'bad', detail: said };
  if (!greeting.startsWith('220')) return [opened]; // nothing is known of what is behind a shut door
  return [
    opened,
    { name: 'encryption', state: /STARTTLS/i.test(hello) ? 'good' : 'bad', detail: /STARTTLS/i.test(hello) ? 'STARTTLS' : 'no STARTTLS' },
    { name: 'relay', state: others.startsWith('2') ? 'bad' : 'good', detail: others || 'no answer' },
  ];
}

/** Hosts of servers often block the way out until they are asked. */
async function reach(): Promise<Check> {
  const talks = await Promise.all(largeProviders.map(async (domain) => ({ domain, ...(await talkTo(domain, [])) })));
  const reached = talks.filter(({ replies }) => replies[0]?.startsWith('220'));
  const detail = talks.map(({ domain, replies }) => `${domain}: ${replies[0] ?? 'no answer'}`).join(', ');
  return { name: 'reach', state: reached.length === talks.length ? 'good' : reached.length > 0 ? 'warn' : 'bad', detail };
}

export const serverTestMail = operation({
  name: 'server.test-mail',
  http: 'POST /test-mail',
  summary: 'Sends a test message from an account here. Its trace tells what became of it.',
  args: ['from', 'to'],
  input: z.strictObject({
    from: emailAddress.describe('An account here.'),
    to: emailAddress.describe('Where it goes, here or elsewhere.'),
  }),
  output: z.object({ traceId: z.string() }),
  touches: ({ from }) => ({ domains: [domainOf(from)] }),
  async run(_caller, { from, to }) {
    const account = await findAccountByEmail(from);
    if (!account) return missing(from);
    if (account.disabledAt) return refuse('suspended', { address: from });
    const traceId = newTraceId();
    const messageId = `${traceId}@${config().hostname}`;
    const subject = 'A test of this mail server';
    const text = testText({ from, to, subject, messageId });
    const message = await signMessage(Buffer.from(text));
    const blob = await putBlob(message);
    const sent = await submitMessage({
      ...{ accountId: account.accountId, mailFrom: from, recipients: [{ address: to }], blob, message, size: message.length },
      ...{ smtputf8: false, subject, messageId, record: false, via: { source: 'submission', traceId } },
    });
    if (sent.ok) return { ok: true, value: { traceId } };
    return sent.reason === 'rateLimited' ? told('conflict', sent.text) : refuse('notSent', { reason: sent.reason });
  },
});

function testText({ from, to, subject, messageId }: Record<'from' | 'to' | 'subject' | 'messageId', string>): string {
  const head = [
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${messageId}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Auto-Submitted: auto-generated', // RFC 3834 §5: no vacation reply answers it
  ];
  return [
    ...head,
    '',
    `This message was sent by ${config().hostname} to see whether mail goes where it should.`,
    'You need not answer it.',
    '',
  ].join('\r\n');
}
