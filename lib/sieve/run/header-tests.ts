/** Tests of header fields and of the envelope: RFC 5228 §5.1, §5.4, §5.5, §5.7, with RFC 5233, RFC 5260 §6 and RFC 5703 §4. */
import { decodeWords } from '../../message/encoded-word.ts';
import { unfold, type HeaderField } from '../../message/header-fields.ts';
import { readParameters } from '../../message/parameters.ts';
import type { ParsedPart } from '../../message/mime-tree.ts';
import type { Node } from '../check/program.ts';
import { sieveLimits } from '../limits.ts';
import { matchOf, type Match } from './matching.ts';
import { addressesIn, decodedValue } from './message.ts';
import type { Run } from './run-state.ts';

interface RawField {
  name: string;
  raw: string;
}

export function runHeader(run: Run, node: Node): boolean {
  const match = matchOf(run, node, run.expandAll(node.args[1]?.strings));
  return decide(
    match,
    fieldsOf(run, node).flatMap((field) => valuesOf(field, node)),
  );
}

export function runAddress(run: Run, node: Node): boolean {
  const match = matchOf(run, node, run.expandAll(node.args[1]?.strings));
  return decide(
    match,
    fieldsOf(run, node)
      .flatMap(({ raw }) => addressesIn(raw.slice(0, sieveLimits.headerLength)))
      .flatMap((address) => partOf(address, node)),
  );
}

/** RFC 5228 §5.5: all of them must be there. */
export function runExists(run: Run, node: Node): boolean {
  return run.expandAll(node.args[0]?.strings).every((name) => {
    const wanted = name.toLowerCase();
    return sections(run, node).some((fields) => fields.some((field) => field.name === wanted));
  });
}

export function runEnvelope(run: Run, node: Node): boolean {
  const match = matchOf(run, node, run.expandAll(node.args[1]?.strings));
  const { envelopeFrom, envelopeTo } = run.environment;
  const values = run.expandAll(node.args[0]?.strings).flatMap((part) => {
    switch (part.toLowerCase()) {
      case 'from':
        // RFC 5228 §5.4: the null sender is the empty string, whatever part is asked for.
        return envelopeFrom === '' ? (match.counts ? [] : ['']) : partOf(envelopeFrom, node);
      case 'to':
        return partOf(envelopeTo, node);
      default:
        return [];
    }
  });
  return decide(match, values);
}

export function decide(match: Match, values: readonly string[]): boolean {
  return match.counts ? match.count(values.length) : values.some((value) => match.value(value));
}

/** The fields of the names in the first argument, with `:index` and `:last` applied to each name. */
export function fieldsOf(run: Run, node: Node): RawField[] {
  const number = node.tags.get(':index')?.number;
  return run.expandAll(node.args[0]?.strings).flatMap((name) => {
    const wanted = name.toLowerCase();
    const found = sections(run, node).flatMap((fields) => fields.filter((field) => field.name === wanted));
    if (number === undefined) return found;
    const counted = node.tags.has(':last') ? found.at(-number) : found[number - 1];
    return counted ? [counted] : [];
  });
}

/** The header of the message; with :mime and :anychild those of its parts too. */
function sections({ message }: Run, { tags }: Node): (readonly RawField[])[] {
  if (!tags.has(':anychild')) return [message.header];
  const inner = function* (part: ParsedPart): Generator<HeaderField[]> {
    for (const child of part.children ?? []) {
      yield child.fields;
      yield* inner(child);
    }
    if (part.message) {
      yield part.message.root.fields;
      yield* inner(part.message.root);
    }
  };
  return [message.header, ...inner(message.root)];
}

function valuesOf({ name, raw }: RawField, { tags }: Node): string[] {
  const short = raw.slice(0, sieveLimits.headerLength);
  const mimeTag = [':type', ':subtype', ':contenttype', ':param'].find((tag) => tags.has(tag));
  if (!mimeTag) return [decodedValue(short)];
  const content = readParameters(unfold(short));
  if (mimeTag === ':param')
    return (tags.get(':param')?.strings ?? []).flatMap((parameter) => content.decoded.get(parameter.toLowerCase()) ?? []).map(decodeWords);
  // RFC 5703 §4.1: a blank string for other fields.
  const [type = '', subtype = ''] =
    name === 'content-type' ? content.value.split('/') : name === 'content-disposition' ? [content.value] : [];
  if (mimeTag === ':type') return [type];
  if (mimeTag === ':subtype') return [subtype];
  return [subtype ? `${type}/${subtype}` : type];
}

/** RFC 5228 §2.7.4, RFC 5233 §4. Nothing where the part is not there. */
function partOf(address: string, { tags }: Node): string[] {
  const at = address.lastIndexOf('@');
  const [local, domain] = at < 0 ? [address, ''] : [address.slice(0, at), address.slice(at + 1)];
  const plain = /^"(?:[^"\\]|\\.)*"$/.test(local) ? local.slice(1, -1).replaceAll(/\\(.)/g, '$1') : local;
  const plus = plain.indexOf('+');
  if (tags.has(':localpart')) return [plain];
  if (tags.has(':domain')) return [domain];
  if (tags.has(':user')) return [plus < 0 ? plain : plain.slice(0, plus)];
  if (tags.has(':detail')) return plus < 0 ? [] : [plain.slice(plus + 1)];
  return [address];
}
