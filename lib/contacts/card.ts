/** JSContact (RFC 9553) as far as programs read it; everything else of a Card is kept as it came. Maps are by ids of the Card's own. */
export type Contexts = Record<string, boolean>;

interface Entry {
  contexts?: Contexts;
  /** 1 is the most preferred, 100 the least. */
  pref?: number;
  label?: string;
}
export interface NameComponent {
  kind: string;
  value: string;
  phonetic?: string;
}
export interface Name {
  components?: NameComponent[];
  isOrdered?: boolean;
  defaultSeparator?: string;
  full?: string;
  sortAs?: Record<string, string>;
}
export interface Organization extends Entry {
  name?: string;
  units?: { name: string; sortAs?: string }[];
  sortAs?: string;
}
export interface Title {
  name: string;
  kind?: string;
  organizationId?: string;
}
export interface ContactEmail extends Entry {
  address: string;
}
export interface Phone extends Entry {
  number: string;
  features?: Record<string, boolean>;
}
export interface OnlineService extends Entry {
  service?: string;
  uri?: string;
  user?: string;
  vCardName?: string;
}
export interface PostalAddress extends Entry {
  components?: NameComponent[];
  isOrdered?: boolean;
  defaultSeparator?: string;
  full?: string;
  countryCode?: string;
  coordinates?: string;
  timeZone?: string;
}
export interface PartialDate {
  '@type'?: 'PartialDate';
  year?: number;
  month?: number;
  day?: number;
  calendarScale?: string;
}
export interface Timestamp {
  '@type': 'Timestamp';
  utc: string;
}
export interface Anniversary {
  kind: string;
  date: PartialDate | Timestamp;
  place?: PostalAddress;
}
/** Calendars, cryptoKeys, directories, links, media (RFC 9553 §1.4.4). `blobId` instead of `uri`: RFC 9610 §3, of media only. */
export interface Resource extends Entry {
  kind?: string;
  uri?: string;
  mediaType?: string;
  blobId?: string;
  listAs?: number;
}
export interface Note {
  note: string;
  created?: string;
  author?: { name?: string; uri?: string };
}
export interface PersonalInfo {
  kind: string;
  value: string;
  level?: string;
  listAs?: number;
  label?: string;
}

export interface Card {
  '@type'?: 'Card';
  version: string;
  uid: string;
  kind?: string;
  created?: string;
  updated?: string;
  language?: string;
  prodId?: string;
  members?: Record<string, boolean>;
  relatedTo?: Record<string, { relation?: Record<string, boolean> }>;
  name?: Name;
  nicknames?: Record<string, { name: string; contexts?: Contexts; pref?: number }>;
  organizations?: Record<string, Organization>;
  speakToAs?: { grammaticalGender?: string; pronouns?: Record<string, { pronouns: string; contexts?: Contexts; pref?: number }> };
  titles?: Record<string, Title>;
  emails?: Record<string, ContactEmail>;
  onlineServices?: Record<string, OnlineService>;
  phones?: Record<string, Phone>;
  preferredLanguages?: Record<string, { language: string; contexts?: Contexts; pref?: number }>;
  calendars?: Record<string, Resource>;
  schedulingAddresses?: Record<string, Resource>;
  addresses?: Record<string, PostalAddress>;
  cryptoKeys?: Record<string, Resource>;
  directories?: Record<string, Resource>;
  links?: Record<string, Resource>;
  media?: Record<string, Resource>;
  localizations?: Record<string, Record<string, unknown>>;
  anniversaries?: Record<string, Anniversary>;
  keywords?: Record<string, boolean>;
  notes?: Record<string, Note>;
  personalInfo?: Record<string, PersonalInfo>;
  [other: string]: unknown;
}
