/**
 * The catalogue: a file for each language and room (`en/compose.json`). English is the source: the types of all others come from it, and
 * `catalogues.test.ts` holds them to its keys and arguments. A page is given the rooms that it needs, in one language.
 */
import type admin from './en/admin.json';
import type auth from './en/auth.json';
import type compose from './en/compose.json';
import type contacts from './en/contacts.json';
import type junk from './en/junk.json';
import type mail from './en/mail.json';
import type problems from './en/problems.json';
import type reading from './en/reading.json';
import type settings from './en/settings.json';
import type timeline from './en/timeline.json';
import type ui from './en/ui.json';

export interface Messages {
  admin: typeof admin;
  auth: typeof auth;
  compose: typeof compose;
  contacts: typeof contacts;
  junk: typeof junk;
  mail: typeof mail;
  problems: typeof problems;
  reading: typeof reading;
  settings: typeof settings;
  timeline: typeof timeline;
  ui: typeof ui;
}
export type Room = keyof Messages;
export const rooms: readonly Room[] = [
  'admin',
  'auth',
  'compose',
  'contacts',
  'junk',
  'mail',
  'problems',
  'reading',
  'settings',
  'timeline',
  'ui',
];
