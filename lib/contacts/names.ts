/** How a Card is called, and how it is sorted. */
import type { Card, Name, NameComponent } from './card.ts';

/** The full name, or what comes nearest; '' when the Card has nothing to be called by. */
export function displayName(card: Card): string {
  const [nickname] = Object.values(card.nicknames ?? {});
  const [organization] = Object.values(card.organizations ?? {});
  const [email] = Object.values(card.emails ?? {});
  const [phone] = Object.values(card.phones ?? {});
  const candidates = [card.name && fullName(card.name), nickname?.name, organization?.name, email?.address, phone?.number];
  return candidates.find((name) => name?.trim())?.trim() ?? '';
}

const order = ['title', 'given', 'given2', 'surname', 'surname2', 'generation', 'credential'];

/** RFC 9553 §2.2.1: `full`, or the components in their order; unordered ones as western names are written. */
export function fullName({ full, components = [], isOrdered, defaultSeparator }: Name): string {
  if (full) return full;
  if (isOrdered) return joinOrdered(components, defaultSeparator ?? ' ');
  return order
    .flatMap((kind) => components.filter((component) => component.kind === kind))
    .map(({ value }) => value)
    .join(' ');
}

/** §2.2.1.2: a separator component stands for itself, between others goes the default one. */
export function joinOrdered(components: readonly NameComponent[], separator: string): string {
  let text = '';
  let between = '';
  for (const { kind, value } of components) {
    if (kind === 'separator') between = value;
    else {
      text += (text ? between : '') + value;
      between = separator;
    }
  }
  return text;
}

/** The value of the first component of this kind (RFC 9610 §3.3.2), or what it shall be sorted as. */
export function sortName(card: Card, kind: 'given' | 'surname' | 'surname2'): string {
  return card.name?.sortAs?.[kind] ?? card.name?.components?.find((component) => component.kind === kind)?.value ?? '';
}
