/** The tab's door to the JMAP session of the signed-in account. */
import { accountOfWireId } from '#lib/ids.ts';
import { signedIn } from '../session/signed-in.ts';
import { words } from '../i18n/words.ts';
import { askedOnce } from './asked-once.ts';
import type { JmapConnection, MethodCall } from './connection.ts';

const using = [
  ...['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission'],
  ...['urn:ietf:params:jmap:quota', 'urn:ietf:params:jmap:contacts', 'urn:ietf:params:jmap:vacationresponse', 'urn:ietf:params:jmap:sieve'],
  ...['urn:posthorn:settings', 'urn:posthorn:contacts', 'urn:posthorn:rules', 'urn:posthorn:masks', 'urn:posthorn:fetch'],
  'urn:ietf:params:jmap:mdn',
  ...['urn:posthorn:delivery', 'urn:posthorn:snooze', 'urn:posthorn:bulk', 'urn:posthorn:keys', 'urn:posthorn:past'],
  'urn:posthorn:junk',
];

interface Session {
  apiUrl: string;
  uploadUrl: string;
  downloadUrl: string;
  primaryAccounts: Record<string, string>;
  capabilities: Record<string, { maxSizeUpload?: number }>;
  accounts: Record<string, { name: string; isPersonal: boolean; accountCapabilities: Record<string, { hostname?: string }> }>;
  state: string;
}
const mailCapability = 'urn:ietf:params:jmap:mail';

/** Opened by whoever needs it first, for all of this tab. */
export const { get: jmapConnection } = askedOnce(open);

const readSession = async () =>
  (await json(await signedIn(() => fetch('/.well-known/jmap', { headers: { accept: 'application/json' } })))) as Session;

/** Set by the mail shell: what is shared with this person is another now. */
export const sessionEvents = { onChanged: (): void => undefined };

async function open(): Promise<JmapConnection> {
  let session = await readSession();
  let reading: Promise<void> | undefined;
  /** RFC 8620 §3.4: an answer says which session it was made for. */
  const heed = (state: string | undefined) => {
    if (!state || state === session.state) return;
    reading ??= readSession()
      .then((next) => {
        session = next;
        sessionEvents.onChanged();
      })
      .catch(() => undefined) // the next answer tries again
      .finally(() => (reading = undefined));
  };
  const accountId = session.primaryAccounts[mailCapability] ?? '';
  const fill = (template: string, values: Record<string, string>) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  return {
    accountId,
    hostname: session.accounts[accountId]?.accountCapabilities['urn:posthorn:delivery']?.hostname ?? '',
    maxSizeUpload: session.capabilities['urn:ietf:params:jmap:core']?.maxSizeUpload ?? 50_000_000,
    uploadUrl: fill(session.uploadUrl, { accountId }),
    downloadUrl: (part) => fill(session.downloadUrl, { accountId: accountOfWireId(part.blobId) ?? accountId, ...part }),
    sharedAccounts: () =>
      Object.entries(session.accounts).flatMap(([id, { name, isPersonal, accountCapabilities }]) =>
        !isPersonal && mailCapability in accountCapabilities ? [{ id, name }] : [],
      ),
    async call(methodCalls: MethodCall[]) {
      const body = JSON.stringify({ using, methodCalls });
      const post = () => fetch(session.apiUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const answer = (await json(await signedIn(post))) as { methodResponses: MethodCall[]; sessionState?: string };
      heed(answer.sessionState);
      return answer.methodResponses;
    },
  };
}

async function json(response: Response): Promise<unknown> {
  if (response.status === 401) throw new Error(words('ui')('sessionEnded'));
  if (!response.ok) throw new Error(words('ui')('badAnswer', { status: String(response.status) }));
  return response.json();
}
