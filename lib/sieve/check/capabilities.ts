/** What `require` may name, in the order in which it is advertised. Each stands for code in `run`. */
export const sieveCapabilities = [
  'fileinto', // RFC 5228
  'envelope',
  'encoded-character',
  'reject', // RFC 5429
  'ereject',
  'copy', // RFC 3894
  'variables', // RFC 5229
  'vacation', // RFC 5230
  'vacation-seconds', // RFC 6131
  'relational', // RFC 5231
  'imap4flags', // RFC 5232
  'subaddress', // RFC 5233
  'body', // RFC 5173
  'environment', // RFC 5183
  'date', // RFC 5260
  'index',
  'editheader', // RFC 5293
  'enotify', // RFC 5435, RFC 5436
  'ihave', // RFC 5463
  'mailbox', // RFC 5490
  'mime', // RFC 5703, the tests of §4
  'include', // RFC 6609
  'duplicate', // RFC 7352
  'special-use', // RFC 8579
  'mailboxid', // RFC 9042
  'comparator-i;octet', // RFC 4790
  'comparator-i;ascii-casemap',
  'comparator-i;ascii-numeric',
  'comparator-i;unicode-casemap', // RFC 5051
] as const;

export type Capability = (typeof sieveCapabilities)[number];
/** What a `notify` method may be (RFC 5435 §3.1). */
export const notifyMethods = ['mailto'] as const;
export const comparators = ['i;octet', 'i;ascii-casemap', 'i;ascii-numeric', 'i;unicode-casemap'] as const;
export type Comparator = (typeof comparators)[number];

export const isCapability = (name: string): name is Capability => (sieveCapabilities as readonly string[]).includes(name);
