/** Whether an automatic reply may be sent for a message (RFC 5230 §4.5 and §4.6, RFC 3834 §2). */
import { firstField, type HeaderField } from '../../message/header-fields.ts';
import { addressesIn } from '../run/message.ts';

/** Names of programs and lists, with which nobody talks. */
const robots =
  /^(?:mailer-daemon|postmaster|listserv|majordomo|bounces?|owner|no-?_?reply|do-?not-?reply|daemon|root|nobody|www-data|notifications?|news(?:letter)?)$|^owner-|^(?:bounces?|return)[+-]|^srs[01][=+-]|-(?:request|owner|bounces?|errors|relay|confirm|help|unsubscribe)$/i;
const listFields = [
  'list-id',
  'list-help',
  'list-subscribe',
  'list-unsubscribe',
  'list-post',
  'list-owner',
  'list-archive',
  'mailing-list',
];
const recipientFields = ['to', 'cc', 'bcc', 'resent-to', 'resent-cc', 'resent-bcc'];

/** Null: it may. Else why not, in words for the timeline. `own` are all addresses of the user. */
export function whyNoReply(
  fields: readonly Pick<HeaderField, 'name' | 'raw'>[],
  envelopeFrom: string,
  own: readonly string[],
): string | null {
  const first = (name: string) => firstField(fields as readonly HeaderField[], name)?.toLowerCase();
  const mine = new Set(own.map(withoutDetail));
  if (envelopeFrom === '') return 'the message has no sender to answer';
  if (mine.has(withoutDetail(envelopeFrom))) return 'it comes from yourself';
  const local = envelopeFrom.slice(0, envelopeFrom.lastIndexOf('@'));
  if (robots.test(local)) return `${envelopeFrom} is the address of a program`;
  const submitted = first('auto-submitted');
  if (submitted !== undefined && !/^no\b/.test(submitted)) return 'it was sent by a program';
  const precedence = first('precedence');
  if (precedence !== undefined && /^(?:bulk|list|junk)$/.test(precedence)) return 'it was sent to many people';
  if (listFields.some((name) => first(name) !== undefined)) return 'it came over a mailing list';
  if (/\b(?:all|oof|autoreply)\b/.test(first('x-auto-response-suppress') ?? '')) return 'its sender wants no automatic replies';
  if (/^multipart\/report\b/.test(first('content-type') ?? '')) return 'it is a report';
  const addressed = fields.filter(({ name }) => recipientFields.includes(name)).flatMap(({ raw }) => addressesIn(raw.slice(0, 65_536)));
  return addressed.some((address) => mine.has(withoutDetail(address))) ? null : 'it is not addressed to you';
}

/** `bob+lists@example.org` is bob. */
function withoutDetail(address: string): string {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at)];
  const plus = local.indexOf('+');
  return (plus > 0 ? local.slice(0, plus) + domain : address).toLowerCase();
}
