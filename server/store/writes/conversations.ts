/** Which messages of one batch belong together, by the message-ids that they share. */

/**
 * A number for each item: equal for items of one account that are linked, directly or through others, by a reference. So the database
 * looks each conversation up once, and finds for a batch the threads that it would have found one by one.
 */
export function conversationsOf(items: { acc: number; refs: string[] }[]): number[] {
  const parent = items.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] ?? root;
    parent[index] = root;
    return root;
  };
  const firstWith = new Map<string, number>();
  for (const [index, { acc, refs }] of items.entries()) {
    for (const ref of refs) {
      const key = `${acc} ${ref}`;
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, index);
      else parent[rootOf(index)] = rootOf(first);
    }
  }
  return items.map((_, index) => rootOf(index));
}
