/**
 * How mail programs set themselves up. Nothing here is secret and nothing tells whether an address exists: the answer depends on the
 * domain alone. Programs of each vendor look at addresses of their own; `app` maps those to the functions below.
 */
import { createHash } from 'node:crypto';
import { autodiscoverAddress, autodiscoverAnswer } from '#lib/autoconfig/autodiscover.ts';
import { mobileconfig } from '#lib/autoconfig/mobileconfig.ts';
import { mozillaConfig } from '#lib/autoconfig/mozilla.ts';
import { mailServers } from '#server/config/mail-servers.ts';
import { readBody } from '#server/net/read-body.ts';
import { hasDomain } from '#server/store/index.ts';

const longestQuestion = 16 * 1024; // an Autodiscover question is below 1 KB; more is an attempt to fill the memory

/** Mozilla's: by `?emailaddress=`, or by the host that was asked, `autoconfig.DOMAIN` or DOMAIN itself. */
export async function answerMozilla(request: Request): Promise<Response> {
  const host = (request.headers.get('x-forwarded-host') ?? '').replace(/:\d+$/, '').replace(/^autoconfig\./, '');
  const asked = new URL(request.url).searchParams.get('emailaddress');
  const domain = await ourDomain(asked ?? `anyone@${host}`);
  return domain ? xml(mozillaConfig(domain, mailServers())) : notOurs();
}

export async function answerAutodiscover(request: Request): Promise<Response> {
  const question = await readBody(request, longestQuestion).catch(() => Buffer.alloc(0));
  const address = autodiscoverAddress(question.toString());
  if (!address) return new Response('The question holds no EMailAddress.\n', { status: 400 });
  return (await ourDomain(address)) ? xml(autodiscoverAnswer(address, mailServers())) : notOurs();
}

/** Apple's profile for `?emailaddress=`; `name` is what others see as the sender's. */
export async function answerMobileconfig(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const address = (searchParams.get('emailaddress') ?? '').trim().toLowerCase();
  const secure = mailServers().filter(({ security }) => security === 'TLS');
  const [incoming, outgoing] = [secure.find(({ protocol }) => protocol === 'imap'), secure.find(({ protocol }) => protocol === 'smtp')];
  if (!(await ourDomain(address)) || !incoming || !outgoing) return notOurs();
  const ids = { profile: uuidOf(`profile ${address}`), account: uuidOf(`account ${address}`) };
  return new Response(mobileconfig(address, searchParams.get('name') ?? address, incoming, outgoing, ids), {
    headers: { 'content-type': 'application/x-apple-aspen-config', 'content-disposition': `attachment; filename="mail.mobileconfig"` },
  });
}

async function ourDomain(address: string): Promise<string | null> {
  const domain = /^[^@\s]+@([^@\s]+)$/.exec(address)?.[1]?.toLowerCase();
  return domain !== undefined && (await hasDomain(domain)) ? domain : null;
}

/** A name-based UUID (RFC 9562 §5.8). */
function uuidOf(name: string): string {
  const hash = createHash('sha256').update(name).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const xml = (body: string) => new Response(body, { headers: { 'content-type': 'application/xml; charset=utf-8' } });
const notOurs = () => new Response('This server has no mail for that domain.\n', { status: 404 });
