/** What each command and test takes: the tables that `check` holds a script against. One line for each, with its source. */
import type { Capability } from './capabilities.ts';

export type Kind = 'string' | 'strings' | 'number';
export interface TagSpec {
  /** The argument behind the tag. */
  takes?: Kind;
  /** Of the tags of one group at most one may stand. */
  group?: string;
  needs?: Capability;
}
export interface Spec {
  needs?: Capability;
  tags?: Record<string, TagSpec>;
  args?: Kind[];
  /** The first argument may be left out (RFC 5232 §3, RFC 8579 §3). */
  firstIsOptional?: boolean;
  /** The last argument may be left out (RFC 5293 §5). */
  lastIsOptional?: boolean;
  tests?: 'one' | 'some';
  block?: boolean;
}

const comparator: Record<string, TagSpec> = { ':comparator': { takes: 'string' } };
const matching: Record<string, TagSpec> = {
  ...comparator,
  ':is': { group: 'match' },
  ':contains': { group: 'match' },
  ':matches': { group: 'match' },
  ':value': { takes: 'string', group: 'match', needs: 'relational' },
  ':count': { takes: 'string', group: 'match', needs: 'relational' },
};
const addressPart: Record<string, TagSpec> = {
  ':all': { group: 'part' },
  ':localpart': { group: 'part' },
  ':domain': { group: 'part' },
  ':user': { group: 'part', needs: 'subaddress' },
  ':detail': { group: 'part', needs: 'subaddress' },
};
/** RFC 5260 §6. */
const index: Record<string, TagSpec> = { ':index': { takes: 'number', needs: 'index' }, ':last': { needs: 'index' } };
/** RFC 5703 §4. */
const mime: Record<string, TagSpec> = { ':mime': { needs: 'mime' }, ':anychild': { needs: 'mime' } };
const mimeParts: Record<string, TagSpec> = {
  ...mime,
  ':type': { group: 'mime', needs: 'mime' },
  ':subtype': { group: 'mime', needs: 'mime' },
  ':contenttype': { group: 'mime', needs: 'mime' },
  ':param': { takes: 'strings', group: 'mime', needs: 'mime' },
};
const flags: Record<string, TagSpec> = { ':flags': { takes: 'strings', needs: 'imap4flags' } };
const copy: Record<string, TagSpec> = { ':copy': { needs: 'copy' } };

export const testSpecs: Readonly<Record<string, Spec>> = {
  // RFC 5228 §5
  address: { tags: { ...matching, ...addressPart, ...index, ...mime }, args: ['strings', 'strings'] },
  allof: { tests: 'some' },
  anyof: { tests: 'some' },
  envelope: { needs: 'envelope', tags: { ...matching, ...addressPart }, args: ['strings', 'strings'] },
  exists: { tags: mime, args: ['strings'] },
  false: {},
  header: { tags: { ...matching, ...index, ...mimeParts }, args: ['strings', 'strings'] },
  not: { tests: 'one' },
  size: { tags: { ':over': { takes: 'number', group: 'limit' }, ':under': { takes: 'number', group: 'limit' } } },
  true: {},
  // RFC 5173 §4
  body: {
    needs: 'body',
    tags: {
      ...matching,
      ':raw': { group: 'transform' },
      ':text': { group: 'transform' },
      ':content': { takes: 'strings', group: 'transform' },
    },
    args: ['strings'],
  },
  // RFC 5260 §4, §5
  date: {
    needs: 'date',
    tags: { ...matching, ...index, ':zone': { takes: 'string', group: 'zone' }, ':originalzone': { group: 'zone' } },
    args: ['string', 'string', 'strings'],
  },
  currentdate: { needs: 'date', tags: { ...matching, ':zone': { takes: 'string' } }, args: ['string', 'strings'] },
  // RFC 7352 §3
  duplicate: {
    needs: 'duplicate',
    tags: {
      ':handle': { takes: 'string' },
      ':header': { takes: 'string', group: 'id' },
      ':uniqueid': { takes: 'string', group: 'id' },
      ':seconds': { takes: 'number' },
      ':last': {},
    },
  },
  environment: { needs: 'environment', tags: matching, args: ['string', 'strings'] }, // RFC 5183 §4
  hasflag: { needs: 'imap4flags', tags: matching, args: ['strings', 'strings'], firstIsOptional: true }, // RFC 5232 §4
  ihave: { needs: 'ihave', args: ['strings'] }, // RFC 5463 §4
  mailboxexists: { needs: 'mailbox', args: ['strings'] }, // RFC 5490 §3.1
  mailboxidexists: { needs: 'mailboxid', args: ['strings'] }, // RFC 9042 §5
  notify_method_capability: { needs: 'enotify', tags: matching, args: ['string', 'string', 'strings'] }, // RFC 5435 §5
  specialuse_exists: { needs: 'special-use', args: ['string', 'strings'], firstIsOptional: true }, // RFC 8579 §3
  string: { needs: 'variables', tags: matching, args: ['strings', 'strings'] }, // RFC 5229 §5
  valid_notify_method: { needs: 'enotify', args: ['strings'] }, // RFC 5435 §4
};

/** RFC 5229 §4: of one precedence at most one modifier may stand. */
const modifiers: Record<string, TagSpec> = {
  ':lower': { group: '40' },
  ':upper': { group: '40' },
  ':lowerfirst': { group: '30' },
  ':upperfirst': { group: '30' },
  ':quotewildcard': { group: '20' },
  ':encodeurl': { group: '15', needs: 'enotify' },
  ':length': { group: '10' },
};
const flagCommand: Spec = { needs: 'imap4flags', args: ['string', 'strings'], firstIsOptional: true };

export const commandSpecs: Readonly<Record<string, Spec>> = {
  // RFC 5228 §3, §4
  require: { args: ['strings'] },
  if: { tests: 'one', block: true },
  elsif: { tests: 'one', block: true },
  else: { block: true },
  stop: {},
  keep: { tags: flags },
  discard: {},
  redirect: { tags: copy, args: ['string'] },
  fileinto: {
    needs: 'fileinto',
    tags: {
      ...copy,
      ...flags,
      ':create': { needs: 'mailbox' },
      ':specialuse': { takes: 'string', group: 'target', needs: 'special-use' }, // RFC 8579 §4
      ':mailboxid': { takes: 'string', group: 'target', needs: 'mailboxid' }, // RFC 9042 §4.2: not both
    },
    args: ['string'],
  },
  reject: { needs: 'reject', args: ['string'] },
  ereject: { needs: 'ereject', args: ['string'] },
  set: { needs: 'variables', tags: modifiers, args: ['string', 'string'] },
  setflag: flagCommand,
  addflag: flagCommand,
  removeflag: flagCommand,
  // RFC 5230 §4
  vacation: {
    needs: 'vacation',
    tags: {
      ':days': { takes: 'number', group: 'period' },
      ':seconds': { takes: 'number', group: 'period', needs: 'vacation-seconds' },
      ':subject': { takes: 'string' },
      ':from': { takes: 'string' },
      ':addresses': { takes: 'strings' },
      ':mime': {},
      ':handle': { takes: 'string' },
    },
    args: ['string'],
  },
  addheader: { needs: 'editheader', tags: { ':last': {} }, args: ['string', 'string'] },
  deleteheader: {
    needs: 'editheader',
    tags: { ...matching, ':index': { takes: 'number' }, ':last': {} },
    args: ['string', 'strings'],
    lastIsOptional: true,
  },
  // RFC 5435 §3
  notify: {
    needs: 'enotify',
    tags: {
      ':from': { takes: 'string' },
      ':importance': { takes: 'string' },
      ':options': { takes: 'strings' },
      ':message': { takes: 'string' },
    },
    args: ['string'],
  },
  // RFC 6609 §3
  include: {
    needs: 'include',
    tags: { ':personal': { group: 'place' }, ':global': { group: 'place' }, ':once': {}, ':optional': {} },
    args: ['string'],
  },
  return: { needs: 'include' },
  global: { needs: 'include', args: ['strings'] },
  error: { needs: 'ihave', args: ['string'] },
};
