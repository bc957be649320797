/**
 * Whose hands a message went through: its recipients and the lists that passed it on. What names them tells who reads it and not what it is,
 * and is kept out of what the classifier sees.
 */
import type { HeaderField } from '../message/header-fields.ts';
import { registered } from './hosts.ts';

export interface Passage {
  /** It came through a mailing list. */
  isList: boolean;
  /** Hosts that somebody owns: those of lists, and those of the recipients. */
  lists: Set<string>;
  homes: Set<string>;
  /** What stands in front of the @ in the recipients' addresses. */
  names: Set<string>;
}

const mostNames = 50;
const toward = /^(to|cc|delivered-to|x-original-to|envelope-to|x-apparently-to)$/;
const ofList = /^(list-|mailing-list|x-beenthere|x-mailman|x-mailing-list|x-list|x-ml|x-egroups)/;
const passing = /^(x-loop|errors-to|sender|delivered-to|resent-)/;

export function passageOf(fields: readonly HeaderField[]): Passage {
  const passage: Passage = { isList: false, lists: new Set(), homes: new Set(), names: new Set() };
  for (const { name, raw } of fields) {
    if (toward.test(name))
      for (const [, local = '', host = ''] of raw.toLowerCase().matchAll(/([a-z0-9._+=-]{1,64})@([a-z0-9.-]{1,255})/g)) {
        if (passage.names.size >= mostNames) break;
        if (local.length > 2) passage.names.add(local);
        passage.homes.add(registered(host));
      }
    if (ofList.test(name)) passage.isList = true;
    else if (!passing.test(name)) continue;
    for (const [, host = ''] of raw.toLowerCase().matchAll(/(?:@|\/\/|<)([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g)) {
      if (passage.lists.size >= mostNames) break; // each is looked for in each line
      passage.lists.add(registered(host));
    }
  }
  return passage;
}

/** The text with its recipients made anybody. */
export function withoutNames(text: string, { names, homes }: Passage): string {
  if (names.size === 0) return text;
  const nobody = text.includes('@')
    ? text.replaceAll(/(?<![a-z0-9._+=-])[a-z0-9._+=-]{1,64}@[a-z0-9.-]{1,255}/gi, (address) => {
        const [local = '', host = ''] = address.toLowerCase().split('@');
        return homes.has(registered(host)) || names.has(local) ? ' youraddress ' : address;
      })
    : text;
  const lower = nobody.toLowerCase();
  if (![...names].some((name) => lower.includes(name))) return nobody;
  return nobody.replaceAll(/[\w-]+/g, (word) => (names.has(word.toLowerCase()) ? 'yourname' : word));
}

/** Without what a list wrote below the author's words: lines that name its host, and from a ruler near the end on. */
export function withoutList(text: string, { isList, lists, homes }: Passage): string {
  const named = [...lists, ...(isList ? homes : [])].filter((host) => host.includes('.'));
  let lines = text.split('\n');
  if (named.length > 0)
    lines = lines.filter((line) => {
      const lower = line.toLowerCase();
      return !named.some((host) => lower.includes(host));
    });
  if (isList) {
    const from = Math.max(0, lines.length - footerLines);
    const ruler = lines.findIndex((line, at) => at >= from && /^\s*(?:[_=-]{20,}|-- ?)\s*$/.test(line));
    if (ruler >= 0) lines = lines.slice(0, ruler);
  }
  return lines.join('\n');
}
const footerLines = 16;
