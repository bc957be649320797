/** The composer's door to the JMAP session of the signed-in account, opened once, when the first window opens. */
import { signedIn } from '../session/signed-in.ts';
import { words } from '../i18n/words.ts';
import type { ComposeConnection, MethodCall } from './connection.ts';

const using = [
  ...['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission'],
  ...['urn:ietf:params:jmap:quota', 'urn:ietf:params:jmap:contacts', 'urn:ietf:params:jmap:vacationresponse', 'urn:ietf:params:jmap:sieve'],
  ...['urn:posthorn:settings', 'urn:posthorn:contacts', 'urn:posthorn:rules', 'urn:posthorn:masks', 'urn:posthorn:fetch'],
  'urn:ietf:params:jmap:mdn',
  ...['urn:posthorn:delivery', 'urn:posthorn:snooze', 'urn:posthorn:bulk', 'urn:posthorn:keys', 'urn:posthorn:past'],
];

interface Session {
  apiUrl: string;
  uploadUrl: string;
  downloadUrl: string;
  primaryAccounts: Record<string, string>;
  capabilities: Record<string, { maxSizeUpload?: number }>;
  accounts: Record<string, { accountCapabilities: Record<string, { hostname?: string }> }>;
}
let opened: Promise<ComposeConnection> | null = null;

export function composeConnection(): Promise<ComposeConnection> {
  opened ??= open().catch((error: unknown) => {
    opened = null; // the next window tries again
    throw error;
  });
  return opened;
}

async function open(): Promise<ComposeConnection> {
  const session = (await json(await signedIn(() => fetch('/.well-known/jmap', { headers: { accept: 'application/json' } })))) as Session;
  const accountId = session.primaryAccounts['urn:ietf:params:jmap:mail'] ?? '';
  const fill = (template: string, values: Record<string, string>) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  return {
    accountId,
    hostname: session.accounts[accountId]?.accountCapabilities['urn:posthorn:delivery']?.hostname ?? '',
    maxSizeUpload: session.capabilities['urn:ietf:params:jmap:core']?.maxSizeUpload ?? 50_000_000,
    uploadUrl: fill(session.uploadUrl, { accountId }),
    downloadUrl: (part) => fill(session.downloadUrl, { accountId, ...part }),
    async call(methodCalls: MethodCall[]) {
      const body = JSON.stringify({ using, methodCalls });
      const post = () => fetch(session.apiUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const answer = await json(await signedIn(post));
      return (answer as { methodResponses: MethodCall[] }).methodResponses;
    },
  };
}

async function json(response: Response): Promise<unknown> {
  if (response.status === 401) throw new Error(words('compose')('sessionEnded'));
  if (!response.ok) throw new Error(words('compose')('badAnswer', { status: String(response.status) }));
  return response.json();
}
