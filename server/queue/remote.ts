/** One message to recipients of one other domain. */
import { signMessage } from '#server/mailauth/sign.ts';
import { readBlob, type ClaimedRecipient } from '#server/store/index.ts';
import { PeerLost } from './peer.ts';
import { AllDead, type Peers } from './peers.ts';
import { findRoute, type Host } from './route.ts';
import type { Clock, Verdict } from './settle.ts';

class NoRoute extends Error {
  readonly code: number;
  readonly status: string;
  constructor(code: number, status: string, text: string) {
    super(text);
    this.code = code;
    this.status = status;
  }
}

/** The verdicts in the order of the recipients, and whether the destination answered at all. */
export async function sendElsewhere(
  recipients: ClaimedRecipient[],
  peers: Peers,
  clock: Clock,
): Promise<{ verdicts: Verdict[]; answered: boolean }> {
  const first = recipients[0];
  if (!first) return { verdicts: [], answered: true };
  const all = (verdict: Omit<Verdict, 'recipient' | 'tls' | 'host'> & { host?: string | null }) =>
    recipients.map((recipient): Verdict => ({ host: null, ...verdict, recipient, tls: null }));
  const hosts = async (): Promise<Host[]> => {
    const route = await findRoute(first.domain, clock.random);
    if (route.kind === 'failed') throw new NoRoute(route.code, route.status, route.text);
    return route.hosts;
  };
  try {
    const peer = await peers.take(first.domain, hosts);
    const host = peer.host.name;
    try {
      const body = await readBlob(first.blob);
      if (!body) throw new Error(`message ${first.queueId} of the queue has no blob`);
      const { mailFrom, smtputf8 } = first;
      const whole = Buffer.concat([first.prefix ?? Buffer.alloc(0), body]);
      // What our users wrote; what is only sent on is nobody's of ours to sign.
      const message = first.accountId === null ? whole : await signMessage(whole);
      const tls = peer.tls;
      const replies = await peer.send({ mailFrom, recipients: recipients.map(({ rcpt }) => rcpt), message, smtputf8 });
      const unclear = { code: 451, status: '4.0.0', text: 'The server gave no reply that is understood' };
      const verdicts = recipients.map((recipient, index): Verdict => {
        const reply = replies[index] ?? unclear;
        return { recipient, ...(reply.code >= 200 ? reply : unclear), host, tls };
      });
      return { verdicts, answered: true };
    } catch (error) {
      if (!(error instanceof PeerLost)) throw error;
      const text = `The connection to ${host} was lost: ${error.message}`;
      return { verdicts: all({ code: 451, status: '4.4.2', text }), answered: false };
    } finally {
      peers.giveBack(first.domain, peer);
    }
  } catch (error) {
    if (error instanceof NoRoute) return { verdicts: all({ code: error.code, status: error.status, text: error.message }), answered: true };
    if (error instanceof AllDead)
      return { verdicts: all({ code: 451, status: '4.4.1', text: error.message, postponedTo: error.until }), answered: false };
    if (!(error instanceof PeerLost)) throw error;
    const text = `No connection to a mail server of ${first.domain}: ${error.message}`;
    return { verdicts: all({ code: 451, status: '4.4.1', text }), answered: false };
  }
}
