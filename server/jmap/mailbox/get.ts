/** Mailbox/get (RFC 8621 §2.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { getMethod } from '../standard/get.ts';
import { mailboxProperties } from './mailbox-object.ts';
import { mailboxesOf } from './mailboxes-of.ts';

export const mailboxGet = getMethod({
  name: 'Mailbox/get',
  capability: capability.mail,
  sharing: true,
  properties: mailboxProperties,
  read: mailboxesOf,
});
