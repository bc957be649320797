/** Our own policy of MTA-STS (RFC 8461): that other servers use TLS and check our name. It binds once the certificate is one they trust. */
import { createHash } from 'node:crypto';
import { config } from '#server/config/config.ts';
import { hasDomain } from '#server/store/index.ts';
import { certificateState } from './certificate-state.ts';

const maxAge = 604_800;

export function policyText(): string {
  const certificate = certificateState();
  const mode = certificate && !certificate.selfSigned ? 'enforce' : 'testing';
  return `version: STSv1\r\nmode: ${mode}\r\nmx: ${config().hostname}\r\nmax_age: ${maxAge}\r\n`;
}

/** RFC 8461 §3.1: another one whenever the policy is another. */
export const policyId = (): string => createHash('sha256').update(policyText()).digest('hex').slice(0, 16);

/** RFC 8461 §3.3: at the host mta-sts.<domain>, for each domain of ours. */
export async function answerMtaSts(request: Request): Promise<Response> {
  const host = (request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? '').replace(/:\d+$/, '').toLowerCase();
  const domain = host.replace(/^mta-sts\./, '');
  const isOurs = host !== domain && (await hasDomain(domain));
  if (!isOurs) return new Response('There is no such domain here.\n', { status: 404 });
  return new Response(policyText(), { headers: { 'content-type': 'text/plain' } });
}
