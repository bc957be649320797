/** The address bar as the webmail's state: mailbox, conversation, search (ux: routes). Pure. */
export interface Route {
  /** A role (`inbox`), a view (`starred`, `all`), or a mailbox id; `search` with `q`. */
  box: string;
  threadId: string | null;
  q: string;
}

export function readRoute(path: string, search: string): Route {
  const [, root, box = 'inbox', threadId] = path.split('/').map(decodeURIComponent);
  if (root !== 'mail') return { box: 'inbox', threadId: null, q: '' };
  return { box: box || 'inbox', threadId: threadId || null, q: box === 'search' ? (new URLSearchParams(search).get('q') ?? '') : '' };
}

export function writeRoute({ box, threadId, q }: Route): string {
  const thread = threadId ? `/${encodeURIComponent(threadId)}` : '';
  return `/mail/${encodeURIComponent(box)}${thread}${box === 'search' ? `?q=${encodeURIComponent(q)}` : ''}`;
}
