/**
 * What the header tells the classifier: by whom it is, about what, and by which program it was made. Only fields that the author's program
 * writes are looked at, by name: those that machines on the way add tell where a message went.
 */
import { readAddressList, toStoredAddresses } from '../message/addresses.ts';
import { decodeWords } from '../message/encoded-word.ts';
import { unfold, type HeaderField } from '../message/header-fields.ts';
import { registered } from './hosts.ts';
import { withoutNames, type Passage } from './passage.ts';
import { addManner, addWords } from './words.ts';

const mostFields = 200;
const authored =
  /^(mime-version|content-.*|x-mailer|x-mailer-version|user-agent|x-priority|x-msmail-priority|x-mimeole|x-ms-.*|importance|priority|sensitivity|organization|organisation|reply-to|cc|comments|keywords|x-accept-language|content-language|x-sender|x-x-sender|thread-.*|x-originalarrivaltime|disposition-notification-to|return-receipt-to|mail-followup-to|auto-submitted|x-auto-response-suppress|feedback-id|x-campaign.*|x-bulkmail|x-info|x-encoding|x-face|x-image-url|x-url|x-home-page|x-operating-system|x-os|x-message-flag|x-originating-ip|x-gpg.*|x-gnupg.*|autocrypt|face|openpgp)$/;
const ordered = /^(from|to|subject|date|message-id)$/;
const expected = ['to', 'from', 'subject', 'message-id', 'date', 'mime-version', 'content-type', 'x-mailer', 'reply-to'];
/** How many neighbours tell the program that put the fields in this order. */
const mostOrdered = 20;

export function addHeader(fields: HeaderField[], passage: Passage, found: Set<string>): void {
  const order: string[] = [];
  for (const { name, raw } of fields.slice(0, mostFields)) {
    if (authored.test(name)) found.add(`h:${name}`);
    else if (!ordered.test(name)) continue;
    order.push(name);
    addField(name, decodeWords(unfold(raw)).slice(0, 2000), passage, found);
  }
  for (const [at, name] of order.slice(1, mostOrdered).entries()) found.add(`o:${order[at]}>${name}`);
  for (const name of expected) if (!fields.some((field) => field.name === name)) found.add(`no:${name}`);
}

function addField(name: string, value: string, passage: Passage, found: Set<string>): void {
  switch (name) {
    case 'subject':
      addSubject(value, passage, found);
      break;
    case 'from':
      addAuthors(value, 'f', passage, found);
      break;
    case 'reply-to':
      addAuthors(value, 'rt', passage, found);
      break;
    case 'x-mailer':
    case 'user-agent':
      found.add(`xm:${withoutNumbers(value).slice(0, 40)}`);
      for (const [word] of value.toLowerCase().matchAll(/[a-z]{3,20}/g)) found.add(`xmw:${word}`);
      break;
    case 'content-type':
      addKind(value, found);
      found.add(`${name}:${kindOf(value).toLowerCase()}`).add(`raw:${kindOf(value)}`);
      break;
    case 'content-transfer-encoding':
    case 'mime-version':
    case 'x-priority':
    case 'x-msmail-priority':
    case 'importance':
    case 'x-mimeole':
      found.add(`${name}:${value.toLowerCase().slice(0, 60)}`).add(`raw:${value.slice(0, 60)}`);
      break;
    case 'to':
      addRecipients(value, found);
      break;
    case 'cc':
      found.add(`cc:${Math.min(6, addressesIn(value))}`);
      break;
    default:
  }
}

const withoutNumbers = (value: string) => value.toLowerCase().replaceAll(/[\d.]+/g, '0');
const kindOf = (value: string) => value.replace(/;?\s*boundary=.*/s, '').slice(0, 60);
const addressesIn = (value: string) => value.split('@').length - 1;

function addSubject(value: string, passage: Passage, found: Set<string>): void {
  // The tag that a list puts in front names the list.
  const own = passage.isList ? value.replace(/^((re|fwd?|aw)(\[\d+\])?:\s*)*\[[^\]]{1,40}\]\s*/i, '') : value;
  // So does the mark of another filter tell what that one thought.
  const subject = withoutNames(own, passage).replace(/\(?\bspam\?\s*[\d.]*\)?/i, '');
  addWords(subject, 's', found, 60);
  addManner(subject, 's', found);
}

function addAuthors(value: string, mark: string, passage: Passage, found: Set<string>): void {
  for (const { name: display, email } of toStoredAddresses(readAddressList(value)).slice(0, 5)) {
    const address = email.toLowerCase();
    const [local, domain] = [address.slice(0, address.lastIndexOf('@')), address.slice(address.lastIndexOf('@') + 1)];
    const owner = registered(domain);
    if (passage.homes.has(owner) || passage.lists.has(owner)) {
      found.add(`${mark}:near`);
      continue;
    }
    found
      .add(`${mark}:${address}`)
      .add(`${mark}d:${owner}`)
      .add(`${mark}t:${domain.slice(domain.lastIndexOf('.') + 1)}`)
      .add(`${mark}l:${local.replaceAll(/\d+/g, '0').slice(0, 20)}`);
    if (/\d{3,}/.test(local)) found.add(`${mark}:digits`);
    if (display === null || display === '') found.add(`${mark}:nameless`);
    else addWords(withoutNames(display, passage), `${mark}n`, found, 10);
  }
}

/** The form of a boundary, and how its parameters are set, tell the program. */
function addKind(value: string, found: Set<string>): void {
  const boundary = /boundary="?([^"\s;]{1,70})/i.exec(value)?.[1];
  const form = boundary
    ?.replaceAll(/[a-f0-9]{6,}/gi, 'X')
    .replaceAll(/\d+/g, '0')
    .replaceAll(/[a-z]+/g, 'a')
    .replaceAll(/[A-Z]+/g, 'A');
  if (form !== undefined) found.add(`bnd:${form.slice(0, 24)}`);
  found.add(
    `cts:${value
      .replace(/boundary=.*/s, 'b')
      .replaceAll(/[a-z0-9-]+/g, 'a')
      .slice(0, 40)}`,
  );
}

function addRecipients(value: string, found: Set<string>): void {
  if (/undisclosed|^\s*$/i.test(value)) {
    found.add('to:nobody');
    return;
  }
  found.add(`to:${Math.min(4, addressesIn(value))}`);
  const [, name, local] = /^\s*"?([^"<]*?)"?\s*<([^@>]*)@/.exec(value) ?? [];
  if (name === undefined) found.add('to:bare');
  else if (name === '') found.add('to:nameless');
  else if (name.toLowerCase() === local?.toLowerCase()) found.add('to:name is address');
}
