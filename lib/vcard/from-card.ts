/** JSContact Cards to vCards (RFC 9555 §3): version 4.0, or 3.0 for programs that read nothing newer. */
import type { Card, Contexts, Resource } from '../contacts/card.ts';
import { displayName, joinOrdered } from '../contacts/names.ts';
import { escapeToken } from '../jmap/result-reference.ts';
import type { JCardProperty } from './card-builder.ts';
import { addressKinds, nameKinds, writeComponents } from './components.ts';
import { writeDate, writeTimestamp } from './dates.ts';
import { contentLine, escapeText, writeStructured, type Params } from './write-lines.ts';

export type VcardVersion = '4.0' | '3.0';

/** Media must be data: or other URLs, not blobIds. */
export function vcardOf(card: Card, version: VcardVersion): string {
  const writer = new Writer(version);
  for (const write of sections) write(card, writer);
  return `BEGIN:VCARD\r\nVERSION:${version}\r\n${writer.text}END:VCARD\r\n`;
}

interface Common {
  contexts?: Contexts;
  pref?: number;
  label?: string;
  /** Of lines that belong together. */
  group?: string;
}

class Writer {
  text = '';
  readonly isNew: boolean;
  #groups = 0;

  constructor(version: VcardVersion) {
    this.isNew = version === '4.0';
  }

  /** `value` is escaped already, or needs no escaping. */
  line(name: string, value: string, params: Params = {}, common: Common & { id?: string } = {}): void {
    const types = [...[params.type ?? []].flat(), ...contextTypes(common.contexts)];
    const preferred = common.pref === undefined ? {} : this.isNew ? { pref: String(common.pref) } : {};
    if (!this.isNew && common.pref === 1) types.push('pref');
    const rest = this.isNew ? params : Object.fromEntries(Object.entries(params).filter(([key]) => oldParams.has(key)));
    const all = { ...(this.isNew && common.id ? { 'prop-id': common.id } : {}), ...rest, ...preferred, type: types };
    // RFC 9555 §2.11.11: a label stands in a line of its own, in the same group.
    const group = common.group ? `${common.group}.` : common.label ? `item${++this.#groups}.` : '';
    this.text += contentLine(`${group}${name}`, all, value);
    if (common.label) this.text += contentLine(`${group}X-ABLabel`, {}, escapeText(common.label));
  }

  /** For what vCard 3.0 does not have. */
  newLine(name: string, value: string, params: Params = {}, common: Common & { id?: string } = {}): void {
    if (this.isNew) this.line(name, value, params, common);
  }
}

const oldParams = new Set(['type', 'encoding', 'value', 'label', 'x-user', 'service-type']);
const contextTypes = (contexts: Contexts = {}) => Object.keys(contexts).map((context) => (context === 'private' ? 'home' : context));
const entries = <T>(map: Record<string, T> | undefined): [string, T][] => Object.entries(map ?? {});

const sections: ((card: Card, writer: Writer) => void)[] = [
  writeHead,
  writeNames,
  writeReachable,
  writeAddresses,
  writeWork,
  writeDays,
  writeResources,
  writeTexts,
  writeRest,
];

function writeHead(card: Card, writer: Writer): void {
  const { uid, kind, prodId, updated, created, language } = card;
  writer.line('UID', escapeText(uid));
  if (kind && (writer.isNew || kind !== 'individual')) writer.line(writer.isNew ? 'KIND' : 'X-ADDRESSBOOKSERVER-KIND', escapeText(kind));
  if (prodId) writer.line('PRODID', escapeText(prodId));
  if (updated) writer.line('REV', writeTimestamp(updated, writer.isNew));
  if (created) writer.newLine('CREATED', writeTimestamp(created, true));
  if (language) writer.newLine('LANGUAGE', escapeText(language));
  for (const uidOfMember of Object.keys(card.members ?? {}))
    writer.line(writer.isNew ? 'MEMBER' : 'X-ADDRESSBOOKSERVER-MEMBER', escapeText(uidOfMember));
}

function writeNames(card: Card, writer: Writer): void {
  const { name = {} } = card;
  const { components = [], isOrdered, defaultSeparator, sortAs = {} } = name;
  const { value, jscomps } = writeComponents(nameKinds, {
    components,
    ...(isOrdered === undefined ? {} : { isOrdered }),
    ...(defaultSeparator === undefined ? {} : { defaultSeparator }),
  });
  const sorted = nameKinds.map((kind) => sortAs[kind] ?? '');
  const sort = Object.keys(sortAs).length > 0 ? sorted.join(',').replace(/,+$/, '') : undefined;
  // RFC 2426 §3.1.2 wants N always; its five components are all that vCard 3.0 knows.
  if (writer.isNew && components.length > 0) writer.line('N', value, { jscomps, 'sort-as': sort });
  else if (!writer.isNew)
    writer.line(
      'N',
      value
        .split(/(?<!\\);/)
        .slice(0, 5)
        .join(';'),
    );
  writer.line('FN', escapeText(displayName(card) || ' '), writer.isNew && !name.full ? { derived: 'true' } : {});
  for (const [id, { name: nick, ...common }] of entries(card.nicknames)) writer.line('NICKNAME', escapeText(nick), {}, { id, ...common });
  const { grammaticalGender, pronouns } = card.speakToAs ?? {};
  if (grammaticalGender) writer.newLine('GRAMGENDER', escapeText(grammaticalGender.toUpperCase()));
  for (const [id, { pronouns: text, ...common }] of entries(pronouns)) writer.newLine('PRONOUNS', escapeText(text), {}, { id, ...common });
}

const phoneTypes: Record<string, string> = { mobile: 'cell' };

function writeReachable(card: Card, writer: Writer): void {
  for (const [id, { address, ...common }] of entries(card.emails))
    writer.line('EMAIL', escapeText(address), writer.isNew ? {} : { type: 'internet' }, { id, ...common });
  for (const [id, { number, features = {}, ...common }] of entries(card.phones)) {
    const isUri = /^tel:/i.test(number);
    const type = Object.keys(features).map((feature) => phoneTypes[feature] ?? feature);
    writer.line(
      'TEL',
      isUri ? number : escapeText(number),
      { type, ...(isUri && writer.isNew ? { value: 'uri' } : {}) },
      { id, ...common },
    );
  }
  for (const [id, { uri, user, service, vCardName, ...common }] of entries(card.onlineServices)) {
    if (vCardName === 'impp' && uri) writer.line('IMPP', uri, { 'service-type': service, username: user }, { id, ...common });
    else if (writer.isNew && uri) writer.line('SOCIALPROFILE', uri, { 'service-type': service, username: user }, { id, ...common });
    else if (writer.isNew)
      writer.line('SOCIALPROFILE', escapeText(user ?? ''), { value: 'text', 'service-type': service }, { id, ...common });
    else writer.line('X-SOCIALPROFILE', uri ?? user ?? '', { type: service?.toLowerCase(), 'x-user': user }, common);
  }
  for (const [id, { language, ...common }] of entries(card.preferredLanguages)) writer.newLine('LANG', language, {}, { id, ...common });
}

function writeAddresses(card: Card, writer: Writer): void {
  for (const [id, address] of entries(card.addresses)) {
    const { components = [], isOrdered, defaultSeparator, full, countryCode, coordinates, timeZone, ...common } = address;
    if (components.length === 0 && !full) {
      if (coordinates) writer.newLine('GEO', coordinates, {}, { id, ...common });
      if (timeZone) writer.newLine('TZ', escapeText(timeZone), {}, { id, ...common });
      continue;
    }
    const ordered = { components, ...(isOrdered ? { isOrdered } : {}), ...(defaultSeparator === undefined ? {} : { defaultSeparator }) };
    const { value, jscomps } = writeComponents(addressKinds, ordered);
    const label = full ?? (isOrdered ? joinOrdered(components, defaultSeparator ?? ' ') : undefined);
    if (!writer.isNew) {
      writer.line(
        'ADR',
        value
          .split(/(?<!\\);/)
          .slice(0, 7)
          .join(';'),
        {},
        common,
      );
      if (full) writer.line('LABEL', escapeText(full), {}, { ...(common.contexts ? { contexts: common.contexts } : {}) });
      continue;
    }
    writer.line(
      'ADR',
      value,
      { label: full ?? (components.length > 0 ? undefined : label), cc: countryCode, geo: coordinates, tz: timeZone, jscomps },
      { id, ...common },
    );
  }
}

/** RFC 9555 §2.9.6: a title and its organisation are a group. */
function writeWork(card: Card, writer: Writer): void {
  const joined = new Set(Object.values(card.titles ?? {}).map(({ organizationId }) => organizationId));
  const groups = new Map(Object.keys(card.organizations ?? {}).flatMap((id, n) => (joined.has(id) ? [[id, `org${n + 1}`] as const] : [])));
  const groupOf = (id: string | undefined) => {
    const group = groups.get(id ?? '');
    return group ? { group } : {};
  };
  for (const [id, { name = '', units = [], sortAs, ...common }] of entries(card.organizations)) {
    const value = writeStructured([[name], ...units.map((unit) => [unit.name])]);
    writer.line('ORG', value, { 'sort-as': sortAs }, { id, ...common, ...groupOf(id) });
  }
  for (const [id, { name, kind, organizationId }] of entries(card.titles))
    writer.line(kind === 'role' ? 'ROLE' : 'TITLE', escapeText(name), {}, { id, ...groupOf(organizationId) });
}

const dayNames: Record<string, string> = { birth: 'BDAY', death: 'DEATHDATE', wedding: 'ANNIVERSARY' };

function writeDays(card: Card, writer: Writer): void {
  for (const [id, { kind, date, place }] of entries(card.anniversaries)) {
    const name = dayNames[kind];
    if (!name) continue;
    const scale = 'calendarScale' in date ? date.calendarScale : undefined;
    if (writer.isNew || name === 'BDAY') writer.line(name, writeDate(date, writer.isNew), { calscale: scale }, { id });
    else if (name === 'ANNIVERSARY') writer.line('X-ANNIVERSARY', writeDate(date, false));
    const where = { BDAY: 'BIRTHPLACE', DEATHDATE: 'DEATHPLACE', ANNIVERSARY: undefined }[name];
    if (where && place?.full) writer.newLine(where, escapeText(place.full));
  }
}

function writeResources(card: Card, writer: Writer): void {
  const write = (name: (resource: Resource) => string | undefined, map: Record<string, Resource> | undefined, isOld: boolean) => {
    for (const [id, entry] of entries(map)) {
      const { kind: _kind, uri, mediaType, listAs, blobId: _blob, ...common } = entry;
      const property = name(entry);
      if (!property || !uri || (!isOld && !writer.isNew)) continue;
      const inside = writer.isNew ? null : /^data:([^;,]*);base64,(.*)$/s.exec(uri);
      const subtype = inside?.[1]?.replace(/^[^/]*\//, '').toUpperCase();
      if (inside) writer.line(property, inside[2] ?? '', { encoding: 'b', type: subtype ? [subtype] : [] }, common);
      else {
        const isData = uri.startsWith('data:');
        const params = { mediatype: isData ? undefined : mediaType, index: listAs?.toString(), value: writer.isNew ? undefined : 'uri' };
        writer.line(property, uri, params, { id, ...common });
      }
    }
  };
  write(({ kind }) => ({ photo: 'PHOTO', logo: 'LOGO', sound: 'SOUND' })[kind ?? ''], card.media, true);
  write(() => 'KEY', card.cryptoKeys, true);
  write(({ kind }) => (kind === 'contact' ? 'CONTACT-URI' : 'URL'), card.links, true);
  write(({ kind }) => (kind === 'freeBusy' ? 'FBURL' : 'CALURI'), card.calendars, false);
  write(() => 'CALADRURI', card.schedulingAddresses, false);
  write(({ kind }) => (kind === 'entry' ? 'SOURCE' : 'ORG-DIRECTORY'), card.directories, false);
}

function writeTexts(card: Card, writer: Writer): void {
  const keywords = Object.keys(card.keywords ?? {});
  if (keywords.length > 0) writer.line('CATEGORIES', keywords.map(escapeText).join(','));
  for (const [id, { note, created, author }] of entries(card.notes)) {
    const written = created ? writeTimestamp(created, true) : undefined;
    writer.line('NOTE', escapeText(note), { created: written, 'author-name': author?.name, author: author?.uri }, { id });
  }
  for (const [id, { kind, value, level, listAs, label }] of entries(card.personalInfo)) {
    const name = { expertise: 'EXPERTISE', hobby: 'HOBBY', interest: 'INTEREST' }[kind];
    const levels: Record<string, string> = { low: 'beginner', medium: 'average', high: 'expert' };
    const written = level && kind === 'expertise' ? (levels[level] ?? level) : level;
    if (name) writer.newLine(name, escapeText(value), { level: written, index: listAs?.toString() }, { id, ...(label ? { label } : {}) });
  }
  for (const [uri, { relation = {} }] of entries(card.relatedTo))
    writer.newLine('RELATED', escapeText(uri), { type: Object.keys(relation), ...(URL.canParse(uri) ? {} : { value: 'text' }) });
}

const written = new Set([
  ...['@type', 'version', 'uid', 'kind', 'prodId', 'updated', 'created', 'language', 'members', 'name', 'nicknames', 'speakToAs', 'emails'],
  ...['phones', 'onlineServices', 'preferredLanguages', 'addresses', 'organizations', 'titles', 'anniversaries', 'media', 'cryptoKeys'],
  ...['links', 'calendars', 'schedulingAddresses', 'directories', 'keywords', 'notes', 'personalInfo', 'relatedTo', 'vCardProps'],
]);

/** What came from a vCard goes back as it was; what only JSContact knows goes as JSON (RFC 9555 §3.2.1). */
function writeRest(card: Card, writer: Writer): void {
  for (const property of Array.isArray(card.vCardProps) ? (card.vCardProps as unknown[]) : []) {
    if (!isJCardProperty(property)) continue;
    const [name, { group, ...params }, type, ...values] = property;
    const prefix = typeof group === 'string' && /^[A-Za-z0-9-]+$/.test(group) ? `${group}.` : '';
    writer.text += contentLine(
      `${prefix}${name.toUpperCase()}`,
      { ...params, ...(type === 'unknown' ? {} : { value: type }) },
      values.join(','),
    );
  }
  for (const [name, value] of Object.entries(card))
    if (!written.has(name) && value !== undefined)
      writer.newLine('JSPROP', escapeText(JSON.stringify(value)), { jsptr: escapeToken(name) });
}

function isJCardProperty(value: unknown): value is JCardProperty {
  if (!Array.isArray(value) || value.length < 4) return false;
  const [name, params, ...rest] = value as unknown[];
  const isParams =
    typeof params === 'object' && params !== null && Object.values(params).every((one) => typeof one === 'string' || Array.isArray(one));
  const isName = typeof name === 'string' && /^[A-Za-z0-9-]+$/.test(name);
  return (
    isName && isParams && Object.keys(params).every((key) => /^[A-Za-z0-9-]+$/.test(key)) && rest.every((one) => typeof one === 'string')
  );
}
