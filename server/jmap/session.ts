/** The Session resource (RFC 8620 §2). */
import { createHash } from 'node:crypto';
import { capability } from '#lib/jmap/capabilities.ts';
import { notifyMethods, sieveCapabilities } from '#lib/sieve/check/capabilities.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { maskLimits } from '#lib/addresses/mask-name.ts';
import { config } from '#server/config/config.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { accountsOf, type AccountAccess } from './account-access.ts';
import { digestAlgorithms } from './blob/get.ts';
import { lookupTypes } from './blob/lookup.ts';
import { limits, maxDataSources, maxSizeUpload } from './limits.ts';
import { vapidKeys } from './push/vapid.ts';

/** `origin` is that of the request, so that the addresses work wherever the client came from. */
export async function sessionResource(user: AuthenticatedUser, origin: string) {
  const accounts = await accountsOf(user);
  const [own] = accounts;
  const accountCapabilities = {
    [capability.mail]: {
      maxMailboxesPerEmail: null,
      maxMailboxDepth: null,
      maxSizeMailboxName: 255,
      maxSizeAttachmentsPerEmail: maxSizeUpload(),
      emailQuerySortOptions: [
        'receivedAt',
        'sentAt',
        'size',
        'from',
        'to',
        'subject',
        'hasKeyword',
        'allInThreadHaveKeyword',
        'someInThreadHaveKeyword',
      ],
      mayCreateTopLevelMailbox: true,
    },
    [capability.submission]: { maxDelayedSend: maxDelayedSend, submissionExtensions: { FUTURERELEASE: [], SIZE: [], DSN: [] } },
    [capability.quota]: {},
    [capability.blob]: {
      maxSizeBlobSet: maxSizeUpload(),
      maxDataSources,
      supportedTypeNames: lookupTypes,
      supportedDigestAlgorithms: digestAlgorithms,
    },
    [capability.vacation]: {},
    [capability.mdn]: {},
    [capability.sieve]: {
      maxSizeScriptName: sieveLimits.nameBytes,
      maxSizeScript: sieveLimits.scriptBytes,
      maxNumberScripts: sieveLimits.scripts,
      maxNumberRedirects: sieveLimits.redirects,
      sieveExtensions: sieveCapabilities,
      notificationMethods: notifyMethods,
      externalLists: null,
    },
    [capability.rules]: {},
    [capability.junk]: { needed: config().spamScore },
    [capability.masks]: { maxMaskedAddresses: maskLimits.perAccount },
    [capability.addressBooks]: { maxAddressBooksPerCard: null, mayCreateAddressBook: true },
    [capability.settings]: {},
    [capability.contacts]: {},
    [capability.delivery]: { hostname: config().hostname }, // whose Authentication-Results are ours (RFC 8601 §5)
    [capability.snooze]: {},
    [capability.past]: {},
    [capability.bulk]: {},
    [capability.fetch]: {},
    [capability.keys]: {},
  };
  // Of another account, mail alone, and no mailboxes of one's own in it.
  const sharedCapabilities: Partial<typeof accountCapabilities> = {
    [capability.mail]: { ...accountCapabilities[capability.mail], mayCreateTopLevelMailbox: false },
  };
  const { publicKey } = await vapidKeys();
  const empty = Object.fromEntries(Object.keys(accountCapabilities).map((name) => [name, {}]));
  return {
    capabilities: {
      [capability.core]: { maxSizeUpload: maxSizeUpload(), ...limits, collationAlgorithms: ['i;unicode-casemap'] },
      ...empty,
      [capability.sieve]: { implementation: 'Posthorn' },
      [capability.webSocket]: { url: `${origin.replace(/^http/, 'ws')}${webSocketPath}`, supportsPush: true },
      [capability.webPush]: { applicationServerKey: publicKey }, // RFC 9749 §2: what a browser subscribes with
    },
    accounts: Object.fromEntries(
      accounts.map(({ id, name, isPersonal, isReadOnly, shared }) => [
        id,
        { name, isPersonal, isReadOnly, accountCapabilities: shared ? sharedCapabilities : accountCapabilities },
      ]),
    ),
    primaryAccounts: Object.fromEntries(Object.keys(accountCapabilities).map((name) => [name, own?.id])),
    username: user.login,
    apiUrl: `${origin}/api/jmap`,
    downloadUrl: `${origin}/api/jmap/download/{accountId}/{blobId}/{name}?type={type}`,
    uploadUrl: `${origin}/api/jmap/upload/{accountId}`,
    eventSourceUrl: `${origin}/api/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}`,
    state: sessionState(user, accounts),
  };
}

/** Beside the routes of app/api/jmap: bin/web.ts has it, as Next passes no upgrades on. */
export const webSocketPath = '/api/jmap/ws';

/** RFC 4865: a message may be held for a year. */
export const maxDelayedSend = 366 * 24 * 60 * 60;

/** Changes when anything in the session object would: it depends on nothing but the user, the accounts and the limits. */
export function sessionState(user: AuthenticatedUser, accounts: readonly AccountAccess[]): string {
  const seen = JSON.stringify([user.userId, user.login, accounts, limits, maxSizeUpload(), 5]);
  return createHash('sha256').update(seen).digest('hex').slice(0, 12);
}
