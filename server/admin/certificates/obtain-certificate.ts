/** Asks an authority for a certificate (RFC 8555 §7): proves each name by HTTP-01, or by DNS-01 with the administrator's hook. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client, crypto } from 'acme-client';
import type { AcmeSettings } from '#server/config/acme.ts';
import { setServerState } from '#server/store/index.ts';
import { accountKey, type KeptCertificate } from './kept-certificate.ts';

const run = promisify(execFile);
const hookMs = 5 * 60_000;

export async function obtainCertificate(names: string[], settings: AcmeSettings): Promise<KeptCertificate> {
  const { directoryUrl, email, dnsHook, externalAccount } = settings;
  const client = new Client({
    directoryUrl,
    accountKey: await accountKey(async () => (await crypto.createPrivateEcdsaKey()).toString()),
    ...(externalAccount ? { externalAccountBinding: externalAccount } : {}),
    ...{ backoffAttempts: 20, backoffMin: 500, backoffMax: 10_000 },
  });
  const [commonName = ''] = names;
  const [key, csr] = await crypto.createCsr({ commonName, altNames: names }, await crypto.createPrivateEcdsaKey());
  const cert = await client.auto({
    csr,
    termsOfServiceAgreed: true,
    ...(email ? { email } : {}),
    challengePriority: [dnsHook ? 'dns-01' : 'http-01'],
    skipChallengeVerification: true, // from inside, a name may lead elsewhere than from outside
    challengeCreateFn: async ({ identifier }, challenge, answer) => {
      if (challenge.type === 'http-01') await setServerState(challengeKey(challenge.token), answer);
      else if (challenge.type === 'dns-01' && dnsHook) await run(dnsHook, ['add', recordOf(identifier.value), answer], { timeout: hookMs });
      else
        throw new Error(`${identifier.value} cannot be proven: the authority offers ${challenge.type}, set ACME_DNS_HOOK for names with *`);
    },
    challengeRemoveFn: async ({ identifier }, challenge, answer) => {
      if (challenge.type === 'http-01') await setServerState(challengeKey(challenge.token), null);
      else if (dnsHook) await run(dnsHook, ['remove', recordOf(identifier.value), answer], { timeout: hookMs });
    },
  });
  return { names, cert, key: key.toString() };
}

const challengeKey = (token: string) => `acme challenge ${token}`;
/** RFC 8555 §8.4; a wildcard is proven by the name below its star. */
const recordOf = (name: string) => `_acme-challenge.${name.replace(/^\*\./, '')}`;
