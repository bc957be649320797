/** Names of the capabilities (RFC 8620 §9.4, RFC 8621 §1.3, RFC 9425 §2) that this server speaks, the vendor's own last. */
export const capability = {
  core: 'urn:ietf:params:jmap:core',
  mail: 'urn:ietf:params:jmap:mail',
  submission: 'urn:ietf:params:jmap:submission',
  quota: 'urn:ietf:params:jmap:quota',
  /** RFC 9404. */
  blob: 'urn:ietf:params:jmap:blob',
  /** RFC 8887. It has no methods: it is another way to the same. */
  webSocket: 'urn:ietf:params:jmap:websocket',
  /** RFC 9610. */
  addressBooks: 'urn:ietf:params:jmap:contacts',
  /** RFC 8621 §8. */
  vacation: 'urn:ietf:params:jmap:vacationresponse',
  /** RFC 9007. */
  mdn: 'urn:ietf:params:jmap:mdn',
  /** RFC 9661. */
  sieve: 'urn:ietf:params:jmap:sieve',
  /** RFC 9749: the server's key for web push. It has no methods: PushSubscription is core's. */
  webPush: 'urn:ietf:params:jmap:webpush-vapid',
  /** `Settings/get`, `Settings/set`: the one object "singleton" of lib/settings. Also the property `color` of a Mailbox. */
  settings: 'urn:posthorn:settings',
  /** `Correspondent/query` {text, limit}: names and addresses of people this account wrote to or heard from. */
  contacts: 'urn:posthorn:contacts',
  /** `DeliveryEvent/get` {emailIds | submissionIds}: the timeline of a message. `Email/unsubscribe` {id}. */
  delivery: 'urn:posthorn:delivery',
  /** `Email/snooze` {ids, until}; the property `snoozedUntil` of an Email. */
  snooze: 'urn:posthorn:snooze',
  /** `Rules/get`, `Rules/set`: the one object "singleton", the rules of the webmail; `Rules/preview`. */
  rules: 'urn:posthorn:rules',
  /** The property `spam` of an Email; `HeldEmail/get`, `HeldEmail/set`: what is kept back for an administrator. */
  junk: 'urn:posthorn:junk',
  /** `MaskedAddress/get`, `MaskedAddress/set`: addresses that a user makes for one correspondent, and drops. */
  masks: 'urn:posthorn:masks',
  /** `BulkChange/set`, `BulkChange/get`: one change of everything that a query finds. */
  bulk: 'urn:posthorn:bulk',
  /** `FetchedAccount/get`, `FetchedAccount/set`: accounts elsewhere whose mail is fetched by IMAP or POP3. */
  fetch: 'urn:posthorn:fetch',
  /** `Past/get`, `Past/preview`, `Past/restore`: the account as it was at an earlier time. */
  past: 'urn:posthorn:past',
  /** `CryptoKey/get`, `CryptoKey/set`, `CryptoKey/lookup`: keys for encrypted and signed mail. */
  keys: 'urn:posthorn:keys',
} as const;

export type Capability = (typeof capability)[keyof typeof capability];
export const capabilities: ReadonlySet<string> = new Set(Object.values(capability));
