/** THREAD (RFC 5256 §3, §4): messages in, trees out. Pure: the store reads what the algorithms need. */

export interface ThreadMessage {
  /** What the reply calls it: its sequence number or UID. */
  number: number;
  /** The Date header's instant, or the arrival where there is none (RFC 5256 §2.2). */
  at: number;
  /** Upper-case, without Re: and its kin (RFC 5256 §2.1). */
  baseSubject: string;
  /** The subject lost a Re: or Fwd: on the way to its base. */
  isReply: boolean;
  messageId: string | null;
  /** Oldest first. */
  references: readonly string[];
}
export type ThreadAlgorithm = 'ORDEREDSUBJECT' | 'REFERENCES' | 'REFS';

interface Node {
  message: ThreadMessage | null;
  parent: Node | null;
  children: Node[];
}

/** The reply without its first word: `(2)(3 6 (4 23)(44 7 96))`. `messages` are in mailbox order. */
export function threadText(algorithm: ThreadAlgorithm, messages: readonly ThreadMessage[]): string {
  if (algorithm === 'ORDEREDSUBJECT') return encode(bySubject(messages));
  const roots = prune(byReferences(messages));
  if (algorithm === 'REFS') return encode(sortByLatest(roots));
  return encode(sortTree(joinSubjects(sortTree(roots))));
}

/** RFC 5256 §3: the first message of each subject has all others as its children. */
function bySubject(messages: readonly ThreadMessage[]): Node[] {
  const threads = Map.groupBy([...messages].sort(byDate), ({ baseSubject }) => baseSubject);
  return [...threads.values()]
    .map(([first, ...others]) => {
      const root = makeNode(first ?? null);
      for (const other of others) root.children.push(makeNode(other));
      return root;
    })
    .sort(byNodeDate);
}

/** RFC 5256 §3 REFERENCES, steps 1 and 2: every message and every id that one refers to, linked. Returns those without a parent. */
function byReferences(messages: readonly ThreadMessage[]): Node[] {
  const byId = new Map<string, Node>();
  const all: Node[] = [];
  const nodeOf = (id: string) => {
    let node = byId.get(id);
    if (!node) {
      node = makeNode(null);
      byId.set(id, node);
      all.push(node);
    }
    return node;
  };
  for (const message of messages) {
    let node = message.messageId === null ? undefined : nodeOf(message.messageId);
    if (!node || node.message) all.push((node = makeNode(null))); // no id, or one that was there already: a message of its own
    node.message = message;
    let parent: Node | null = null;
    for (const id of message.references) {
      const next = nodeOf(id);
      if (parent && !next.parent && next !== node) link(parent, next);
      parent = next;
    }
    if (node.parent) unlink(node); // step 1.B: what this message says of its parent counts more than what others guessed
    if (parent && parent !== node) link(parent, node);
  }
  return all.filter(({ parent }) => !parent);
}

const deepest = 1000; // a chain made to be walked forever ends here: the rest begin threads of their own

function link(parent: Node, child: Node): void {
  let at: Node | null = parent;
  for (let depth = 0; at; depth++, at = at.parent) if (at === child || depth > deepest) return;
  child.parent = parent;
  parent.children.push(child);
}

function unlink(node: Node): void {
  const siblings = node.parent?.children;
  siblings?.splice(siblings.indexOf(node), 1);
  node.parent = null;
}

/** Step 3: ids without a message go; their children rise, but at the top only when there is one. */
function prune(roots: Node[]): Node[] {
  const kept: Node[] = [];
  for (const root of roots) {
    root.children = root.children.flatMap(withoutEmpty);
    for (const child of root.children) child.parent = root;
    if (root.message || root.children.length > 1) kept.push(root);
    else for (const child of root.children) kept.push(Object.assign(child, { parent: null }));
  }
  return kept;
}

function withoutEmpty(node: Node): Node[] {
  node.children = node.children.flatMap(withoutEmpty);
  if (!node.message) return node.children;
  for (const child of node.children) child.parent = node;
  return [node];
}

/** Step 4 and the last: siblings by date, a root without a message by its first child. */
function sortTree(nodes: Node[]): Node[] {
  for (const node of nodes) sortTree(node.children);
  return nodes.sort(byNodeDate);
}

/** THREAD=REFS: no subjects, and the thread that had the newest message comes last. */
function sortByLatest(roots: Node[]): Node[] {
  for (const root of roots) sortTree(root.children);
  const latest = new Map(roots.map((root) => [root, latestOf(root)]));
  return roots.sort((a, b) => (latest.get(a) ?? 0) - (latest.get(b) ?? 0) || numberOf(a) - numberOf(b));
}

function latestOf(node: Node): number {
  return node.children.reduce((latest, child) => Math.max(latest, latestOf(child)), node.message?.at ?? 0);
}

/** Step 5: threads of one base subject become one. */
function joinSubjects(roots: Node[]): Node[] {
  const table = new Map<string, Node>();
  for (const root of roots) {
    const subject = subjectOf(root);
    if (subject === '') continue;
    const known = table.get(subject);
    if (!known || (known.message && !root.message) || (known.message?.isReply && root.message && !root.message.isReply)) {
      table.set(subject, root);
    }
  }
  const merged = new Set<Node>();
  const made = new Map<Node, Node>();
  for (const root of roots) {
    const kept = table.get(subjectOf(root));
    if (subjectOf(root) === '' || !kept || kept === root) continue;
    merged.add(root);
    if (!kept.message && !root.message) kept.children.push(...root.children);
    else if (!kept.message || (!kept.message.isReply && root.message?.isReply)) kept.children.push(root);
    else {
      // Neither answers the other: both become children of a root without a message.
      const both = makeNode(null);
      both.children.push(kept, root);
      table.set(subjectOf(kept), both);
      made.set(kept, both);
    }
  }
  return roots.filter((root) => !merged.has(root)).map((root) => made.get(root) ?? root);
}

function subjectOf(root: Node): string {
  return (root.message ?? root.children[0]?.message)?.baseSubject ?? '';
}

/** Without recursion: a thread may be as long as a mailbox. */
function encode(roots: readonly Node[]): string {
  let text = '';
  const work: (Node | ')')[] = [...roots].reverse();
  for (let next = work.pop(); next; next = work.pop()) {
    if (next === ')') {
      text += ')';
      continue;
    }
    text += '(';
    let node: Node = next;
    let first = true;
    for (;;) {
      if (node.message) text += `${first ? '' : ' '}${node.message.number}`;
      first &&= !node.message;
      const [only] = node.children;
      if (!only || node.children.length > 1) break;
      node = only;
    }
    if (node.children.length > 1 && !first) text += ' ';
    work.push(')', ...[...node.children].reverse());
  }
  return text;
}

function makeNode(message: ThreadMessage | null): Node {
  return { message, parent: null, children: [] };
}

const byDate = (a: ThreadMessage, b: ThreadMessage) => a.at - b.at || a.number - b.number;
const headOf = (node: Node) => node.message ?? node.children[0]?.message ?? null;
const numberOf = (node: Node) => headOf(node)?.number ?? 0;
const byNodeDate = (a: Node, b: Node) => (headOf(a)?.at ?? 0) - (headOf(b)?.at ?? 0) || numberOf(a) - numberOf(b);
