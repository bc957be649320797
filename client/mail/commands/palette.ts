/** What the command palette offers for what was typed. */
import { words } from '#client/i18n/words.ts';
import { commands, keysOf, nameOfCommand } from './all.ts';
import type { CommandId } from './command.ts';
import { formatWhen, shortDate, zoneName } from '#client/i18n/format-date.ts';
import { localHits } from '../search/local-hits.ts';
import { mail } from '../mail-store.ts';
import { openBox, openThread, search } from '../navigate.ts';
import { orderLabels, orderMailboxes, orderShared } from '../mailboxes/order-mailboxes.ts';
import { recentSearches } from '../search/recent-searches.ts';
import { settingsPages } from './settings-pages.ts';
import { snooze } from '../acts/snooze.ts';
import { snoozePresets } from '../acts/snooze-presets.ts';
import { targets } from '../acts/targets.ts';

export interface PaletteItem {
  key: string;
  name: string;
  /** Beside the name, quieter: when, or who. */
  detail?: string;
  keys?: string;
  icon: CommandId | 'mailbox' | 'label' | 'settingsPage' | 'recent' | 'message';
  run: () => void;
}
export interface PaletteGroup {
  title: string;
  items: PaletteItem[];
}

const hidden: readonly CommandId[] = ['palette', 'escape', 'next', 'previous', 'first', 'last', 'more', 'goLabel'];

export function paletteGroups(text: string): PaletteGroup[] {
  const t = words('mail');
  const wanted = text.trim().toLocaleLowerCase();
  const fits = (name: string) => wanted === '' || wordsBegin(name.toLocaleLowerCase(), wanted);
  const item = (command: (typeof commands)[number]): PaletteItem => {
    const keys = keysOf(command)[0];
    return { key: command.id, name: nameOfCommand(command), icon: command.id, run: command.run, ...(keys ? { keys } : {}) };
  };
  const usable = commands.filter((command) => !hidden.includes(command.id) && (command.applies?.() ?? true));
  const ofGroup = (...groups: string[]) =>
    usable
      .filter(({ group }) => groups.includes(group))
      .map(item)
      .filter(({ name }) => fits(name));
  const { mailboxes, shared, emails, settings } = mail();
  const places: PaletteItem[] = [...orderMailboxes(mailboxes), ...orderLabels(mailboxes)]
    .filter(({ name }) => wanted !== '' && fits(name))
    .map(({ box, name, color }) => ({ key: `box ${box}`, name, icon: color ? 'label' : 'mailbox', run: () => openBox(box) }));
  for (const { name: owner, mailboxes: theirs } of shared ?? [])
    for (const { box, name } of orderShared(theirs).filter((one) => wanted !== '' && fits(`${one.name} ${owner}`)))
      places.push({ key: `box ${box}`, name, detail: owner, icon: 'mailbox', run: () => openBox(box) });
  const goNames = new Set(places.map(({ name }) => name));
  const groups: PaletteGroup[] = [
    { title: actTitle(), items: [...snoozes(fits), ...ofGroup('act', 'thread')] },
    { title: t('commandGroups.go'), items: [...places, ...ofGroup('go').filter(({ name }) => !goNames.has(name))] },
    { title: t('commandGroups.anywhere'), items: ofGroup('anywhere', 'list') },
    {
      title: t('palette.settings'),
      items: settingsPages()
        .filter(({ name }) => wanted !== '' && fits(name))
        .map(({ href, name }) => ({ key: href, name, icon: 'settingsPage', run: () => location.assign(href) })),
    },
    {
      title: t('palette.recent'),
      items: recentSearches()
        .filter((query) => fits(query))
        .slice(0, 4)
        .map((query) => ({ key: `recent ${query}`, name: query, icon: 'recent', run: () => search(query) })),
    },
  ];
  if (wanted !== '') {
    const hits = localHits(emails.values(), text, 4).map((email): PaletteItem => ({
      ...{
        key: email.id,
        name: email.subject?.trim() || t('noSubject'),
        icon: 'message',
        detail: shortDate(email.receivedAt, settings, new Date()),
      },
      run: () => openThread(email.threadId),
    }));
    const ask: PaletteItem = {
      key: 'ask',
      name: t('palette.searchFor', { text: text.trim() }),
      icon: 'search',
      keys: 'Shift+Enter',
      run: () => search(text.trim()),
    };
    groups.push({ title: t('palette.mail'), items: [...hits, ask] });
  }
  return groups.map((group) => ({ ...group, items: group.items.slice(0, wanted === '' ? 6 : 8) })).filter(({ items }) => items.length > 0);
}

/** What the acts would be done to. */
function actTitle(): string {
  const { selected, wholeQuery, list, emails } = mail();
  const t = words('mail');
  if (wholeQuery) return t('selectedAll', { count: list.total });
  if (selected.size > 1) return t('selected', { count: selected.size });
  const [first] = targets();
  return (first && emails.get(first)?.subject?.trim()) || t('commandGroups.act');
}

function snoozes(fits: (name: string) => boolean): PaletteItem[] {
  const { settings, wholeQuery } = mail();
  const t = words('mail');
  const ids = targets();
  if (ids.length === 0 || wholeQuery) return [];
  return snoozePresets(new Date(), zoneName(settings))
    .map(({ name, at }): PaletteItem => ({
      ...{ key: `snooze ${name}`, name: t('palette.snoozeUntil', { when: t(`presets.${name}`) }), detail: formatWhen(at, settings) },
      ...{ icon: 'snooze', run: () => void snooze(ids, at) },
    }))
    .filter(({ name }) => fits(name))
    .slice(0, 3);
}

/** Every word that was typed begins a word of the name. */
export function wordsBegin(name: string, typed: string): boolean {
  const parts = name.split(/[\s,./…-]+/);
  return typed.split(/\s+/).every((word) => parts.some((part) => part.startsWith(word))) || name.includes(typed);
}
