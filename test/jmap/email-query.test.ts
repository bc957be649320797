/** Email/query and SearchSnippet/get (RFC 8621 §4.4, §5). */
import { beforeAll, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { indexPending } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let inbox: string;
let archive: string;
/** Subjects by id, to write the expectations in words. */
const subjects = new Map<string, string>();

beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  inbox = (await bob.mailbox('inbox')).id;
  archive = (await bob.mailbox('archive')).id;
  const at = (day: number) => new Date(Date.UTC(2026, 0, day, 12));
  await bob.receive(letter({ subject: 'Alpha', id: 'a@x', from: 'Zoë Zimmer <zoe@crepes.fr>', body: 'Ketchup and pickles on Friday' }), {
    receivedAt: at(1),
  });
  await bob.receive(letter({ subject: 'Re: Alpha', id: 'a2@x', inReplyTo: 'a@x', body: 'No pickles, thanks' }), {
    receivedAt: at(4),
    flags: Flag.seen | Flag.flagged,
  });
  await bob.receive(letter({ subject: 'Beta', from: 'Bert <bert@onion.net>', to: 'list@hamburger.edu', body: 'x'.repeat(3000) }), {
    receivedAt: at(2),
    flags: Flag.seen,
  });
  await bob.receive(letter({ subject: 'Gamma', body: 'Ketchup only' }), { receivedAt: at(3), role: 'archive' });
  const { ids } = await bob.call('Email/query');
  const { list } = await bob.call('Email/get', { ids, properties: ['subject'] });
  for (const { id, subject } of list as { id: string; subject: string }[]) subjects.set(id, subject);
  for (let left = 1; left > 0;) left = await indexPending(100);
});

const oldestFirst = [{ property: 'receivedAt', isAscending: true }];
const found = async (args: object) =>
  ((await bob.call('Email/query', { sort: oldestFirst, ...args })).ids as string[]).map((id) => subjects.get(id));
const all = ['Alpha', 'Beta', 'Gamma', 'Re: Alpha'];

test.each([
  [{}, all],
  [{ inMailbox: 'INBOX' }, ['Alpha', 'Beta', 'Re: Alpha']],
  [{ inMailbox: 'F1-zzz' }, []],
  [{ inMailboxOtherThan: ['INBOX'] }, ['Gamma']],
  [{ before: '2026-01-03T12:00:00Z' }, ['Alpha', 'Beta']],
  [{ after: '2026-01-03T12:00:00Z' }, ['Gamma', 'Re: Alpha']],
  [{ minSize: 3000 }, ['Beta']],
  [{ maxSize: 3000 }, ['Alpha', 'Gamma', 'Re: Alpha']],
  [{ hasKeyword: '$seen' }, ['Beta', 'Re: Alpha']],
  [{ notKeyword: '$SEEN' }, ['Alpha', 'Gamma']],
  [{ someInThreadHaveKeyword: '$flagged' }, ['Alpha', 'Re: Alpha']],
  [{ allInThreadHaveKeyword: '$seen' }, ['Beta']],
  [{ noneInThreadHaveKeyword: '$seen' }, ['Gamma']],
  [{ hasAttachment: true }, []],
  [{ from: 'zoë' }, ['Alpha']],
  [{ from: 'onion.net' }, ['Beta']],
  [{ to: 'list@' }, ['Beta']],
  [{ subject: 'alpha' }, ['Alpha', 'Re: Alpha']],
  [{ subject: 'alpha re:' }, ['Re: Alpha']],
  [{ subject: '"re: alpha"' }, ['Re: Alpha']],
  [{ body: 'ketchup' }, ['Alpha', 'Gamma']],
  [{ body: 'ketchup pickles' }, ['Alpha']],
  [{ text: 'pickles zimmer' }, ['Alpha']],
  [{ text: '"pickles on friday"' }, ['Alpha']],
  [{ text: '"friday pickles"' }, []],
  [{ header: ['In-Reply-To'] }, ['Re: Alpha']],
  [{ header: ['From', 'bert'] }, ['Beta']],
  [{ from: 'bert', hasKeyword: '$flagged' }, []],
  [{ operator: 'OR', conditions: [{ from: 'bert' }, { hasKeyword: '$flagged' }] }, ['Beta', 'Re: Alpha']],
  [{ operator: 'AND', conditions: [{ subject: 'alpha' }, { hasKeyword: '$flagged' }] }, ['Re: Alpha']],
  [{ operator: 'NOT', conditions: [{ from: 'bert' }, { hasKeyword: '$flagged' }] }, ['Alpha', 'Gamma']],
  [{ operator: 'NOT', conditions: [] }, all],
  [{ operator: 'OR', conditions: [] }, []],
])('filter %j', async (filter, expected) => {
  const text = JSON.stringify(filter).replaceAll('INBOX', inbox);
  expect(await found({ filter: JSON.parse(text) as object })).toEqual(expected);
});

test.each([
  [[{ property: 'receivedAt', isAscending: false }], ['Re: Alpha', 'Gamma', 'Beta', 'Alpha']],
  [[{ property: 'size', isAscending: false }], 'Beta'],
  [
    [{ property: 'from' }, ...oldestFirst],
    ['Gamma', 'Re: Alpha', 'Beta', 'Alpha'],
  ],
  [
    [{ property: 'subject' }, ...oldestFirst],
    ['Alpha', 'Re: Alpha', 'Beta', 'Gamma'],
  ],
  [
    [{ property: 'hasKeyword', keyword: '$seen', isAscending: false }, ...oldestFirst],
    ['Beta', 'Re: Alpha', 'Alpha', 'Gamma'],
  ],
  [
    [{ property: 'someInThreadHaveKeyword', keyword: '$flagged', isAscending: false }, ...oldestFirst],
    ['Alpha', 'Re: Alpha', 'Beta', 'Gamma'],
  ],
])('sort %j', async (sort, expected) => {
  const order = await found({ sort });
  expect(typeof expected === 'string' ? order[0] : order).toEqual(expected);
});

test('collapsed, a thread stands once, where its first email stands', async () => {
  expect(await found({ collapseThreads: true, sort: [{ property: 'receivedAt', isAscending: false }] })).toEqual([
    'Re: Alpha',
    'Gamma',
    'Beta',
  ]);
  expect(await found({ collapseThreads: true })).toEqual(['Alpha', 'Beta', 'Gamma']);
  expect(
    await bob.call('Email/query', { filter: { inMailbox: inbox }, collapseThreads: true, calculateTotal: true, limit: 1 }),
  ).toMatchObject({ total: 2 });
});

test('position, negative too; anchor and offset; limit', async () => {
  const { ids } = await bob.call('Email/query', { sort: oldestFirst });
  const anchor = (ids as string[])[2];
  expect(await found({ position: 1, limit: 2 })).toEqual(['Beta', 'Gamma']);
  expect(await bob.call('Email/query', { sort: oldestFirst, position: -1 })).toMatchObject({ position: 3, ids: [(ids as string[])[3]] });
  expect(await bob.call('Email/query', { sort: oldestFirst, position: -99, limit: 1 })).toMatchObject({ position: 0 });
  expect(await bob.call('Email/query', { sort: oldestFirst, anchor, anchorOffset: -1, limit: 2 })).toMatchObject({
    position: 1,
    ids: (ids as string[]).slice(1, 3),
  });
  expect(await bob.call('Email/query', { sort: oldestFirst, anchor, anchorOffset: -9, limit: 1 })).toMatchObject({ position: 0 });
  expect(await found({ position: 99 })).toEqual([]);
  expect(await bob.call('Email/query', { limit: 0, calculateTotal: true })).toMatchObject({ ids: [], total: 4 });
});

test('the answer tells total and limit only when there is a reason to', async () => {
  expect(await bob.call('Email/query', { limit: 2 })).not.toHaveProperty('total');
  expect(await bob.call('Email/query', { limit: 2 })).not.toHaveProperty('limit');
  expect(await bob.call('Email/query', { limit: 1_000_000 })).toHaveProperty('limit', 5000);
});

test('a snippet marks what was looked for, and lets no markup of the message through', async () => {
  await bob.receive(letter({ subject: 'Snippet <b>relish</b>', body: 'Some relish & <script>more</script>' }), { role: 'archive' });
  const filter = { inMailbox: archive, text: 'relish' };
  const { ids } = await bob.call('Email/query', { filter });
  const { list, notFound } = await bob.call('SearchSnippet/get', { filter, emailIds: [...(ids as string[]), 'M1-zzz'] });
  expect(notFound).toEqual(['M1-zzz']);
  const [snippet] = list as { subject: string; preview: string }[];
  expect(snippet?.subject).toBe('Snippet &lt;b&gt;<mark>relish</mark>&lt;/b&gt;');
  expect(snippet?.preview).toContain('<mark>relish</mark> &amp; ');
  expect(snippet?.preview).not.toContain('<script>');
});

test('files are found by a part of their name, in any case, and only by that', async () => {
  const eve = await TestUser.make('eve@hamburger.edu');
  const withFile = (subject: string, name: string) =>
    [
      ...['From: alice@crepes.fr', 'To: eve@hamburger.edu', `Subject: ${subject}`, 'MIME-Version: 1.0'],
      ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', `no lease.pdf here`, '--b', 'Content-Type: application/pdf'],
      ...[`Content-Disposition: attachment; filename="${name}"`, '', '%PDF', '--b--', ''],
    ].join('\n');
  await eve.receive(withFile('A', 'Oven-Lease.pdf'));
  await eve.receive(withFile('B', 'menu_100%.pdf'));
  const subjectsOf = async (attachmentName: string) => {
    const { ids } = await eve.call('Email/query', { filter: { attachmentName } });
    const { list } = await eve.call('Email/get', { ids, properties: ['subject'] });
    return (list as { subject: string }[]).map(({ subject }) => subject).sort();
  };
  expect(await subjectsOf('lease.PDF')).toEqual(['A']);
  expect(await subjectsOf('.pdf')).toEqual(['A', 'B']);
  expect(await subjectsOf('100%')).toEqual(['B']);
  expect(await subjectsOf('here')).toEqual([]);
});
