/** vCards to JSContact Cards (RFC 9555 §2). What has no place in a Card is kept in `vCardProps` and comes out again. */
import type { Card } from '../contacts/card.ts';
import { unescapeToken } from '../jmap/result-reference.ts';
import { CardBuilder, typesOf } from './card-builder.ts';
import { addressKinds, nameKinds, readComponents } from './components.ts';
import { readCards, readStructured, splitAt, unescapeText, type ContentLine } from './content-lines.ts';
import { readDate, readTimestamp } from './dates.ts';

/** `makeUid` names a card that has no UID, from all of its lines: the same card always gets the same one. */
export function cardsOf(text: string, makeUid: (content: string) => string): Card[] {
  return readCards(text).map((lines) => toCard(lines, makeUid));
}

function toCard(lines: ContentLine[], makeUid: (content: string) => string): Card {
  const text = (name: string) => unescapeText(lines.find((line) => line.name === name)?.value ?? '').trim();
  const content = () => lines.map(({ name, value }) => `${name}:${value}`).join('\n');
  const labels = new Map(
    lines.filter(({ name }) => name === 'x-ablabel').map(({ group, value }) => [group, appleLabel(unescapeText(value))]),
  );
  const builder = new CardBuilder(text('uid') || makeUid(content()), labels);
  for (const line of lines) {
    const read = Object.hasOwn(readers, line.name) ? readers[line.name] : undefined;
    if (ignored.has(line.name) || (line.name === 'x-ablabel' && line.group)) continue;
    if (!read?.(line, builder, unescapeText(line.value).trim())) builder.keep(line);
  }
  joinTitles(lines, builder);
  return builder.build();
}

const ignored = new Set(['uid', 'version']);
/** Apple's own labels are `_$!<HomePage>!$_`. */
const appleLabel = (label: string) => label.replace(/^_\$!<(.*)>!\$_$/, '$1');

/** False: the line has no place in a Card. */
type Reader = (line: ContentLine, builder: CardBuilder, text: string) => boolean;

const into =
  (map: string, prefix: string, entry: (text: string, line: ContentLine) => Record<string, unknown> | undefined): Reader =>
  (line, builder, text) => {
    const made = text ? entry(text, line) : undefined;
    if (made) builder.add(map, prefix, line, made);
    return made !== undefined || text === '';
  };
const property =
  (name: string, convert: (text: string) => unknown = (text) => text): Reader =>
  (_line, { card }, text) => {
    const value = convert(text);
    if (value === undefined || card[name] !== undefined) return false;
    card[name] = value;
    return true;
  };
const param = (line: ContentLine, name: string): string | undefined => line.params.get(name)?.[0] || undefined;
const given = <T extends Record<string, unknown>>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

const resource = (map: string, prefix: string, kind?: string): Reader =>
  into(map, prefix, (text, line) => {
    const uri = uriOf(text, line);
    return given({ kind, uri, mediaType: param(line, 'mediatype'), listAs: indexOf(line) });
  });
const personal = (kind: string): Reader =>
  into('personalInfo', 'PERSINFO', (value, line) => {
    const level = param(line, 'level')?.toLowerCase();
    const levels: Record<string, string> = { beginner: 'low', average: 'medium', expert: 'high' };
    return given({ kind, value, level: level && kind === 'expertise' ? (levels[level] ?? level) : level, listAs: indexOf(line) });
  });
const anniversary =
  (kind: string): Reader =>
  (line, builder, text) => {
    const date = readDate(text);
    if (!date) return false;
    const calendarScale = param(line, 'calscale');
    const known = Object.values(builder.card.anniversaries ?? {}).find((one) => one.kind === kind);
    if (known) return false;
    builder.add('anniversaries', 'ANNIVERSARY', line, { kind, date: calendarScale ? { ...date, calendarScale } : date });
    return true;
  };
/** Of the day before it; one without a day is kept as it is. */
const place =
  (kind: string): Reader =>
  (_line, { card }, text) => {
    const day = Object.values(card.anniversaries ?? {}).find((one) => one.kind === kind && !one.place);
    if (day) day.place = /^geo:/i.test(text) ? { coordinates: text } : { full: text };
    return day !== undefined;
  };
const title = (kind: string): Reader => into('titles', 'TITLE', (name) => ({ kind, name }));

const readers: Record<string, Reader> = {
  kind: property('kind', (text) => text.toLowerCase() || undefined),
  'x-addressbookserver-kind': property('kind', (text) => text.toLowerCase() || undefined),
  fn: (_line, { card }, text) => {
    if (card.name?.full !== undefined) return false;
    if (text) card.name = { ...card.name, full: text };
    return true;
  },
  n: readName,
  nickname: (line, builder) => {
    for (const name of splitAt(line.value, ',').map(unescapeText))
      if (name.trim()) builder.add('nicknames', 'NICK', line, { name: name.trim() });
    return true;
  },
  photo: resource('media', 'PHOTO', 'photo'),
  logo: resource('media', 'LOGO', 'logo'),
  sound: resource('media', 'SOUND', 'sound'),
  bday: anniversary('birth'),
  deathdate: anniversary('death'),
  anniversary: anniversary('wedding'),
  'x-anniversary': anniversary('wedding'),
  birthplace: place('birth'),
  deathplace: place('death'),
  gramgender: (_line, builder, text) => speak(builder, { grammaticalGender: text.toLowerCase() }),
  pronouns: (line, builder, text) => {
    const known = builder.card.speakToAs?.pronouns ?? {};
    const pref = Number(param(line, 'pref') ?? Number.NaN);
    const id = param(line, 'prop-id') ?? `PRONOUNS-${Object.keys(known).length + 1}`;
    return speak(builder, { pronouns: { ...known, [id]: { pronouns: text, ...(pref >= 1 && pref <= 100 ? { pref } : {}) } } });
  },
  adr: readAddress,
  email: into('emails', 'EMAIL', (text) => ({ address: text.replace(/^mailto:/i, '') })),
  tel: into('phones', 'PHONE', (number, { params }) => {
    const features = Object.fromEntries(typesOf(params).flatMap((type) => (phoneFeatures[type] ? [[phoneFeatures[type], true]] : [])));
    return { number, ...(Object.keys(features).length > 0 ? { features } : {}) };
  }),
  impp: into('onlineServices', 'OS', (uri, line) => given({ uri, ...serviceOf(line), vCardName: 'impp' })),
  socialprofile: into('onlineServices', 'OS', (text, line) =>
    given({ ...(param(line, 'value')?.toLowerCase() === 'text' ? { user: text } : { uri: text }), ...serviceOf(line) }),
  ),
  'x-socialprofile': into('onlineServices', 'OS', (uri, line) =>
    given({ uri, service: typesOf(line.params)[0], user: param(line, 'x-user') }),
  ),
  lang: into('preferredLanguages', 'LANG', (language) => ({ language })),
  language: property('language'),
  tz: into('addresses', 'ADDR', (text) => {
    const timeZone = zoneName(text);
    return timeZone === undefined ? undefined : { timeZone };
  }),
  geo: into('addresses', 'ADDR', (text) => ({ coordinates: /^geo:/i.test(text) ? text : `geo:${text.replace(';', ',')}` })),
  'contact-uri': resource('links', 'CONTACT', 'contact'),
  url: resource('links', 'LINK'),
  org: readOrganization,
  title: title('title'),
  role: title('role'),
  member: readMember,
  'x-addressbookserver-member': readMember,
  related: (line, { card }, text) => {
    if (!text) return true;
    const relation = Object.fromEntries(typesOf(line.params).map((type) => [type, true]));
    card.relatedTo = { ...card.relatedTo, [text]: { relation } };
    return true;
  },
  categories: (line, { card }) => {
    const words = splitAt(line.value, ',')
      .map((word) => unescapeText(word).trim())
      .filter(Boolean);
    card.keywords = { ...card.keywords, ...Object.fromEntries(words.map((word) => [word, true])) };
    return true;
  },
  note: into('notes', 'NOTE', (note, line) => {
    const author = given({ name: param(line, 'author-name'), uri: param(line, 'author') });
    return given({
      note,
      created: readTimestamp(param(line, 'created') ?? ''),
      author: Object.keys(author).length > 0 ? author : undefined,
    });
  }),
  prodid: property('prodId', (text) => text || undefined),
  rev: property('updated', readTimestamp),
  created: property('created', readTimestamp),
  key: resource('cryptoKeys', 'KEY'),
  caladruri: resource('schedulingAddresses', 'SCHEDULING'),
  caluri: resource('calendars', 'CAL', 'calendar'),
  fburl: resource('calendars', 'FBURL', 'freeBusy'),
  source: resource('directories', 'ENTRY', 'entry'),
  'org-directory': resource('directories', 'DIRECTORY', 'directory'),
  expertise: personal('expertise'),
  hobby: personal('hobby'),
  interest: personal('interest'),
  jsprop: readJsProp,
};

const phoneFeatures: Record<string, string> = {
  ...{ cell: 'mobile', fax: 'fax', 'main-number': 'main-number', pager: 'pager', text: 'text', textphone: 'textphone', video: 'video' },
  ...{ voice: 'voice' },
};

function readName(line: ContentLine, { card }: CardBuilder): boolean {
  if (card.name?.components) return false;
  const { components, ...order } = readComponents(readStructured(line.value), nameKinds, param(line, 'jscomps'));
  if (components.length === 0) return true;
  const sorted = (line.params.get('sort-as') ?? []).flatMap((value) => value.split(','));
  const sortAs = Object.fromEntries(sorted.flatMap((value, place) => (value && nameKinds[place] ? [[nameKinds[place], value]] : [])));
  card.name = { ...card.name, components, ...order, ...(Object.keys(sortAs).length > 0 ? { sortAs } : {}) };
  return true;
}

function readAddress(line: ContentLine, builder: CardBuilder): boolean {
  const { components, ...order } = readComponents(readStructured(line.value), addressKinds, param(line, 'jscomps'));
  const full = param(line, 'label')?.replaceAll('\\n', '\n');
  if (components.length === 0 && !full) return true;
  const countryCode = param(line, 'cc');
  builder.add('addresses', 'ADDR', line, {
    ...(components.length > 0 ? { components, ...order } : {}),
    ...given({ full, coordinates: param(line, 'geo'), timeZone: param(line, 'tz') }),
    ...(countryCode && /^[A-Za-z]{2}$/.test(countryCode) ? { countryCode } : {}),
  });
  return true;
}

function readOrganization(line: ContentLine, builder: CardBuilder): boolean {
  const [name = '', ...units] = splitAt(line.value, ';').map((part) => unescapeText(part).trim());
  if (!name && units.length === 0) return true;
  const [sortAs, ...unitSorts] = (line.params.get('sort-as') ?? []).flatMap((value) => value.split(','));
  const named = units.filter(Boolean).map((unit, n) => ({ name: unit, ...(unitSorts[n] ? { sortAs: unitSorts[n] } : {}) }));
  builder.add('organizations', 'ORG', line, {
    ...(name ? { name } : {}),
    ...(named.length > 0 ? { units: named } : {}),
    ...(sortAs ? { sortAs } : {}),
  });
  return true;
}

function readMember(_line: ContentLine, { card }: CardBuilder, text: string): boolean {
  if (text) card.members = { ...card.members, [text]: true };
  return true;
}

function speak({ card }: CardBuilder, more: NonNullable<Card['speakToAs']>): boolean {
  card.speakToAs = { ...card.speakToAs, ...more };
  return true;
}

/** RFC 9555 §3.2.1: JSON of a property that vCard does not know; only whole properties of a Card are taken. */
function readJsProp(line: ContentLine, { card }: CardBuilder, text: string): boolean {
  const name = unescapeToken(param(line, 'jsptr') ?? '');
  if (!name || name.includes('/') || card[name] !== undefined || ['uid', '__proto__', 'id', 'addressBookIds'].includes(name)) return false;
  try {
    card[name] = JSON.parse(text) as unknown;
    return true;
  } catch {
    return false;
  }
}

function serviceOf(line: ContentLine): { service: string | undefined; user: string | undefined } {
  return { service: param(line, 'service-type') ?? param(line, 'x-service-type'), user: param(line, 'username') };
}

/** vCard 3 and 2.1 put bytes into the line, vCard 4 has data: URLs. */
function uriOf(text: string, line: ContentLine): string {
  const encoding = param(line, 'encoding')?.toLowerCase();
  if (encoding !== 'b' && encoding !== 'base64') return text;
  const type = typesOf(line.params).find((one) => !['home', 'work', 'pref'].includes(one));
  const mediaType = type === undefined ? 'application/octet-stream' : type.includes('/') ? type : `image/${type === 'jpg' ? 'jpeg' : type}`;
  return `data:${mediaType};base64,${text.replaceAll(/\s/g, '')}`;
}

function indexOf(line: ContentLine): number | undefined {
  const index = Number(param(line, 'index') ?? Number.NaN);
  return Number.isInteger(index) && index >= 1 ? index : undefined;
}

/** RFC 9555 §2.8.2: a name as it is, an offset of whole hours as the zone of that name. */
function zoneName(text: string): string | undefined {
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (!offset) return /^[A-Za-z]/.test(text) && !text.includes(':') ? text : undefined;
  const hours = Number(offset[2]);
  if (Number(offset[3] ?? 0) !== 0 || hours > (offset[1] === '-' ? 12 : 14)) return undefined;
  return hours === 0 ? 'Etc/UTC' : `Etc/GMT${offset[1] === '-' ? '+' : '-'}${hours}`;
}

/** RFC 9555 §2.9.6: a title belongs to the one organisation of its group. */
function joinTitles(lines: readonly ContentLine[], { card }: CardBuilder): void {
  const organizations = lines.filter(({ name }) => name === 'org');
  const ids = Object.keys(card.organizations ?? {});
  const titles = lines.filter(({ name, value }) => (name === 'title' || name === 'role') && unescapeText(value).trim());
  Object.values(card.titles ?? {}).forEach((entry, n) => {
    const group = titles[n]?.group;
    const same = organizations.flatMap((line, index) => (group && line.group === group ? [ids[index]] : []));
    if (same.length === 1 && same[0]) entry.organizationId = same[0];
  });
}
