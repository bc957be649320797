/**
 * Rules/preview, ours: which of the newest messages a rule would have matched. It is asked of the messages themselves by the interpreter
 * that runs at delivery, so it says neither more nor less than the rule will.
 */
import { z } from 'zod';
import { emailWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { checkScript } from '#lib/sieve/check/check.ts';
import type { Program } from '#lib/sieve/check/program.ts';
import type { SieveEnvironment } from '#lib/sieve/run/environment.ts';
import { SieveMessage } from '#lib/sieve/run/message.ts';
import { runScript } from '#lib/sieve/run/run-script.ts';
import type { Rule } from '#lib/sieve/rules/model.ts';
import { rulesToSieve } from '#lib/sieve/rules/rules-to-sieve.ts';
import { getEmails, listMailboxes, queryEmails, readMessage, type EmailRow } from '#server/store/index.ts';
import { method } from '../method.ts';
import { conditionsShape } from './rules-object.ts';

/** Messages that are looked at, and octets of them in all: a preview while somebody types. */
const mostMessages = 500;
const mostOctets = 64 * 1024 * 1024;

export const rulesPreview = method({
  name: 'Rules/preview',
  capability: capability.rules,
  args: {
    rule: z.object(conditionsShape), // the rest of a rule may be there
    limit: z.number().int().min(0).max(mostMessages).nullish(),
  },
  async run({ accountId }, { rule, limit }) {
    const rows = await newest(accountId);
    const program = programOf(rule);
    const whole = rule.conditions.some(({ field }) => field === 'body' || field === 'attachment' || field === 'size');
    const found: number[] = [];
    let [examined, octets] = [0, 0];
    for (const row of rows) {
      const bytes = whole ? await readMessage(row) : await readMessage(row, 0, row.headerSize);
      if (matches(program, bytes)) found.push(row.emailId);
      examined++;
      if ((octets += bytes.length) > mostOctets) break;
    }
    return {
      examined,
      matched: found.length,
      emailIds: found.slice(0, limit ?? 50).map((emailId) => emailWireId(accountId, emailId)),
    };
  },
});

/** What came in: nothing that the user wrote. */
async function newest(accountId: number): Promise<EmailRow[]> {
  const own = (await listMailboxes(accountId)).filter(
    ({ role }) => role === 'sent' || role === 'drafts' || role === 'scheduled' || role === 'templates',
  );
  const result = await queryEmails(accountId, {
    filter: { inMailboxOtherThan: own.map(({ mailboxId }) => mailboxId) },
    ...{
      sort: [{ property: 'receivedAt', ascending: false }],
      collapseThreads: false,
      position: 0,
      limit: mostMessages,
      calculateTotal: false,
    },
  });
  if (result === 'anchorNotFound') return [];
  const rows = new Map((await getEmails(accountId, result.ids)).map((row) => [row.emailId, row]));
  return result.ids.flatMap((id) => rows.get(id) ?? []);
}

function programOf({ match, conditions }: Pick<Rule, 'match' | 'conditions'>): Program {
  const checked = checkScript(
    rulesToSieve({ rules: [{ name: 'preview', enabled: true, match, conditions, actions: [{ kind: 'star' }] }], blocked: [] }),
  );
  if (!checked.ok) throw new Error(`A rule makes a wrong script: ${checked.error.message}`);
  return checked.program;
}

const environment: SieveEnvironment = {
  ...{ now: new Date(0), zoneAt: () => 0, envelopeFrom: '', envelopeTo: '', mailboxes: [], scripts: new Map(), seen: new Map() },
  ...{ hostname: '', domain: '', remoteAddress: null },
};

function matches(program: Program, bytes: Buffer): boolean {
  const result = runScript(program, 'rules', new SieveMessage(bytes), environment);
  return result.kind === 'done' && result.actions.some((action) => action.kind === 'file' && action.flags.length > 0);
}
