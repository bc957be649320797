/** Is it junk for these accounts? What was found about the message, with what each of them taught. */
import { accountReasons } from '#lib/spam/account-reasons.ts';
import { verdictOf, type Reason, type SpamVerdict } from '#lib/spam/reasons.ts';
import { readSettings } from '#lib/settings/account-settings.ts';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { junkFacts, type JunkFacts, type Recipient } from '#server/store/index.ts';
import type { LookedOver } from './look-over.ts';

/** `policy`: why it is junk for everybody, whatever the score. */
export async function judgeJunk(
  recipients: readonly Recipient[],
  looked: LookedOver,
  policy: string | null,
): Promise<Map<number, SpamVerdict>> {
  const facts = await factsFor(recipients, looked);
  const verdicts = new Map<number, SpamVerdict>();
  for (const { accountId } of recipients) {
    const known = facts.get(accountId);
    const { junkScore } = readSettings(known?.settings ?? {});
    const reasons: Reason[] = [
      ...looked.reasons,
      ...(known ? accountReasons(known, { ...looked, tokens: known.counts.length > 0 ? looked.tokens() : [] }) : []),
      ...(policy === null ? [] : [{ name: 'policy', points: 5, text: policy }]),
    ];
    verdicts.set(accountId, verdictOf(reasons, junkScore || config().spamScore, policy !== null));
  }
  return verdicts;
}

/** Without what was learnt a message is judged by the rest. */
async function factsFor(recipients: readonly Recipient[], { tokens }: LookedOver): Promise<Map<number, JunkFacts>> {
  try {
    return await junkFacts(recipients, tokens);
  } catch (error) {
    log.error('spam: what was learnt could not be read', { reason: reasonOf(error) });
    return new Map();
  }
}
