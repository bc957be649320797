/** The certificate that listeners show, and how it is obtained. */
import { z } from 'zod';
import { config } from '#server/config/config.ts';
import { certificateState } from '../certificate-state.ts';
import { getProgress } from '../certificates/kept-certificate.ts';
import { renewCertificate, wantedNames } from '../certificates/renew-certificate.ts';
import { operation } from '../operation.ts';
import { failure } from '../result.ts';
import { time } from '../words.ts';

export const certShow = operation({
  name: 'cert.show',
  http: 'GET /certificate',
  summary: 'Shows the certificate of the server, and how the last attempt to obtain one ended.',
  input: z.strictObject({}),
  output: z.object({
    certificate: z.object({ subject: z.string(), issuer: z.string(), expiresAt: time, selfSigned: z.boolean() }).nullable(),
    acme: z
      .object({
        directory: z.string(),
        names: z.array(z.string()),
        proof: z.enum(['http-01', 'dns-01']),
        state: z.enum(['waiting', 'obtained', 'failed']),
        error: z.string().nullable(),
        lastAttemptAt: time.nullable(),
        nextAttemptAt: time.nullable(),
      })
      .nullable(),
  }),
  touches: () => 'server',
  async run() {
    const { acme } = config();
    const progress = await getProgress();
    const date = (text: string | null | undefined) => (text ? new Date(text) : null);
    const state = acme && {
      ...{ directory: acme.directoryUrl, names: await wantedNames(), proof: acme.dnsHook ? ('dns-01' as const) : ('http-01' as const) },
      ...{ state: progress?.state ?? ('waiting' as const), error: progress?.error ?? null },
      ...{ lastAttemptAt: date(progress?.lastAttemptAt), nextAttemptAt: date(progress?.nextAttemptAt) },
    };
    return { ok: true, value: { certificate: certificateState(), acme: state } };
  },
});

export const certRenew = operation({
  name: 'cert.renew',
  http: 'POST /certificate/renew',
  summary: 'Obtains a new certificate by ACME now, whether it is due or not.',
  input: z.strictObject({}),
  output: z.object({ names: z.array(z.string()) }),
  touches: () => 'server',
  async run() {
    if (!config().acme) return failure('unavailable', 'certificatesOff');
    const renewal = await renewCertificate({ now: new Date(), force: true });
    if (renewal.done === 'failed') return failure('unavailable', 'certificateRefused', { detail: renewal.error });
    return { ok: true, value: { names: await wantedNames() } };
  },
});
