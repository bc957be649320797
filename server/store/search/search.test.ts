import { beforeAll, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import {
  copyMessages,
  indexPending,
  queryEmails,
  searchSnippets,
  searchUids,
  storeFlags,
  type EmailFilter,
  type EmailQuery,
  type EmailSort,
} from '../index.ts';
import { rows } from '../database.ts';
import { deliverSamples, sampleAccount, type SampleAccount } from '../reads/sample-mail.ts';

let bob: SampleAccount;
/** Email ids by UID: UIDs of the inbox are 1… in the order of `mails`. */
const id = new Map<number, number>();

const mails = [
  { subject: 'Ketchup and pickles', body: 'Do you like ketchup?\r\nHow about pickles?\r\n', messageId: 'a@x', flags: Flag.seen },
  { subject: 'Re: Ketchup and pickles', body: 'Only with fries.\r\n', messageId: 'b@x', relatedIds: ['a@x'], keywords: ['food'] },
  { subject: 'Отчёт за март', body: 'Привет, Боб! Смотри ПРИЛОЖЕНИЕ.\r\n', from: { name: 'Ольга Иванова', email: 'olga@пример.example' } },
  { subject: '会議のお知らせ', body: '明日の会議は東京タワーで行います。\r\n', from: { name: '山田太郎', email: 'taro@nihon.example' } },
  { subject: '中文邮件', body: '我们在北京大学见面。\r\n', to: [{ name: null, email: 'list@hamburger.example' }] },
  { subject: 'Zed', body: 'x'.repeat(70_000) + '\r\nthe needle at the very end\r\n', hasAttachment: true },
  { subject: 'Percent 100%_sure', body: "a 'quoted' back\\slash & <tags>\r\n", cc: [{ name: 'Carol', email: 'carol@hamburger.example' }] },
  {
    subject: 'Listed',
    body: 'nothing special\r\n',
    more: 'X-Mailer: Posthorn\r\nList-Id: =?utf-8?q?Caf=C3=A9_friends?= <cafe.example>\r\n',
  },
  { subject: 'Dated', body: 'straße ﬁne ΟΔΟΣ\r\n', sentAt: new Date('2020-02-29T23:30:00-05:00'), sentOn: '2020-02-29' },
];

beforeAll(async () => {
  bob = await sampleAccount('bob@search.example');
  const receivedAt = (n: number) => new Date(Date.UTC(2026, 0, n));
  const made = await deliverSamples(
    bob.accountId,
    bob.inbox,
    mails.map((mail, n) => ({ ...mail, receivedAt: receivedAt(n + 1) })),
  );
  made.forEach(({ uid, emailId }) => id.set(uid, emailId));
  const other = await sampleAccount('eve@search.example');
  await deliverSamples(other.accountId, other.inbox, mails);
});

const uids = (filter: EmailFilter) => searchUids(bob.accountId, bob.inbox, filter);
const found = async (query: Partial<EmailQuery>) => {
  const answer = await queryEmails(bob.accountId, {
    filter: { all: true },
    sort: [],
    collapseThreads: false,
    position: 0,
    limit: 100,
    calculateTotal: true,
    ...query,
  });
  if (answer === 'anchorNotFound') throw new Error(answer);
  return answer;
};
const ids = async (query: Partial<EmailQuery>) =>
  (await found(query)).ids.map((emailId) => [...id].find(([, known]) => known === emailId)?.[0]);

test('a message is found before the worker has indexed it', async () => {
  const [fresh] = await deliverSamples(bob.accountId, bob.inbox, [{ subject: 'Fresh', body: 'unindexedword\r\n' }]);
  expect(await rows('select from index_job where account_id = $1 and email_id = $2', [bob.accountId, fresh?.emailId])).toHaveLength(1);
  expect(await uids({ body: 'unindexedword', exact: true })).toEqual([fresh?.uid]);
  expect(await uids({ body: 'unindexedword', exact: false })).toEqual([fresh?.uid]);
  await storeFlags(bob.accountId, bob.inbox, [fresh?.uid ?? 0], { mode: 'replace', flags: Flag.draft, keywords: null });
});

test('every word of a long text is indexed: none is read again for a word', async () => {
  const { accountId, inbox } = await sampleAccount('long@search.example');
  const words = Array.from({ length: 40_000 }, (_, n) => `w${n}`).join(' ');
  await deliverSamples(accountId, inbox, [{ body: `${words}\r\n` }, { body: `${'y'.repeat(65_530)} 会議のお知らせ\r\n` }]);
  const search = (body: string) => searchUids(accountId, inbox, { body, exact: false });
  expect(await search('w39999')).toEqual([1]);
  expect(await search('"w39998 w39999"')).toEqual([1]);
  expect(await search('"w39999 w39998"')).toEqual([]);
  expect(await search('知らせ')).toEqual([2]);
  expect(await search('らせ知')).toEqual([]);
  const flags = await rows('select truncated, overflow from email_text where account_id = $1 order by email_id', [accountId]);
  expect(flags).toEqual([
    { truncated: true, overflow: false },
    { truncated: true, overflow: false },
  ]);
});

test('the worker takes what is pending, in any account', async () => {
  const [pending] = await rows<{ n: number }>('select count(*) as n from index_job');
  expect(pending?.n).toBeGreaterThan(0);
  expect(await indexPending(2)).toBe(2);
  while ((await indexPending(200)) > 0);
  expect(await rows('select from index_job')).toEqual([]);
  expect(await indexPending(200)).toBe(0);
});

test('what is indexed anew is found meanwhile, and no search waits for it', async () => {
  const { accountId, inbox } = await sampleAccount('anew@search.example');
  const [one] = await deliverSamples(accountId, inbox, [{ body: `${'z'.repeat(70_000)} tailword\r\n` }]);
  const search = () => searchUids(accountId, inbox, { body: 'tailword', exact: false });
  expect(await search()).toEqual([1]);
  // As a version left it that kept no words of long texts.
  await rows('update email_text set body = left(body, 100), overflow = true where account_id = $1', [accountId]);
  await rows('insert into index_job (account_id, email_id, again) values ($1, $2, true)', [accountId, one?.emailId]);
  expect(await search()).toEqual([1]);
  expect(await rows('select from index_job where account_id = $1', [accountId])).toHaveLength(1);
  while ((await indexPending(100)) > 0);
  expect(await rows('select overflow from email_text where account_id = $1', [accountId])).toEqual([{ overflow: false }]);
  expect(await search()).toEqual([1]);
});

const cases: [filter: EmailFilter, expected: number[]][] = [
  [{ all: true }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [{ uids: [[2, 3], [9, 9], [400, 500]] }, [2, 3, 9]], // prettier-ignore
  [{ uids: [[9, 2 ** 32 - 1]] }, [9, 10]],
  [{ uids: [[2 ** 31, 2 ** 32 - 1]] }, []],
  [{ uids: Array.from({ length: 50 }, (_, n): [number, number] => [n * 3, n * 3]) }, [3, 6, 9]],
  [{ not: { uids: [[2, 10]] } }, [1]],
  [{ hasFlag: Flag.seen }, [1]],
  [{ not: { hasFlag: Flag.seen } }, [2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [{ hasKeyword: 'FOOD' }, [2]],
  [{ hasKeyword: '$seen' }, [1]],
  [{ not: { hasKeyword: 'food' } }, [1, 3, 4, 5, 6, 7, 8, 9, 10]],
  [{ threadKeyword: 'some', flag: Flag.seen, keyword: null }, [1, 2]],
  [{ threadKeyword: 'all', flag: Flag.seen, keyword: null }, []],
  [{ threadKeyword: 'none', flag: 0, keyword: 'food' }, [3, 4, 5, 6, 7, 8, 9, 10]],
  [{ received: { from: new Date('2026-01-02T00:00:00Z'), to: new Date('2026-01-04T00:00:00Z') } }, [2, 3]],
  [{ sentOn: { from: '2020-02-29', to: '2020-02-29' } }, [9]],
  [{ sent: { from: new Date('2020-03-01T00:00:00Z'), to: new Date('2020-03-02T00:00:00Z') } }, [9]],
  [{ not: { sentOn: { to: '2019-01-01' } } }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [{ larger: 60_000 }, [6]],
  [{ and: [{ minSize: 60_000 }, { not: { maxSize: 60_000 } }] }, [6]],
  [{ hasAttachment: true }, [6]],
  [{ or: [{ hasAttachment: true }, { hasKeyword: 'food' }] }, [2, 6]],
  [{ or: [] }, []],
  [{ subject: 'KETCHUP' }, [1, 2]],
  [{ subject: 'отчёт' }, [3]],
  [{ subject: '100%_s' }, [7]],
  [{ subject: '%' }, [7]],
  [{ from: 'ИВАНОВА' }, [3]],
  [{ from: 'alice <alice@' }, [1, 2, 5, 6, 7, 8, 9, 10]],
  [{ to: 'list@' }, [5]],
  [{ cc: 'carol' }, [7]],
  [{ bcc: 'carol' }, []],
  [{ header: 'Subject', value: 'zed' }, [6]],
  [{ header: 'cc', value: '' }, [7]],
  [{ header: 'X-Mailer', value: 'post' }, [8]],
  [{ header: 'x-mailer', value: '' }, [8]],
  [{ header: 'list-id', value: 'café' }, [8]],
  [{ header: 'x-nonsense', value: '' }, []],
  [{ not: { header: 'x-mailer', value: '' } }, [1, 2, 3, 4, 5, 6, 7, 9, 10]],
  [{ header: 'mailer', value: 'post' }, []],
  [{ and: [{ header: 'x-mailer', value: 'post' }, { not: { subject: 'listed' } }] }, []],
  [{ header: 'message-id', value: 'b@x' }, [2]],
  [{ header: 'Message-ID', value: '<B@X>' }, [2]],
  [{ body: 'ETCHU', exact: true }, [1]],
  [{ body: 'ketchup pickles', exact: true }, []],
  [{ body: 'ketchup pickles', exact: false }, [1]],
  [{ body: 'привет', exact: false }, [3]],
  [{ body: 'приложен', exact: true }, [3]],
  [{ body: '会議', exact: false }, [4]],
  [{ body: '東京タワー', exact: false }, [4]],
  [{ body: '京', exact: false }, [4, 5]],
  [{ body: '北京大学', exact: false }, [5]],
  [{ body: '東学', exact: false }, []],
  [{ body: '大学见', exact: true }, [5]],
  [{ body: 'needle at the very', exact: true }, [6]],
  [{ body: 'eedle at the', exact: true }, [6]],
  [{ body: 'the needle', exact: false }, [6]],
  [{ body: '"needle at"', exact: false }, [6]],
  [{ body: '"at needle"', exact: false }, []],
  [{ body: 'needle', exact: false }, [6]],
  [{ not: { body: 'needle', exact: false } }, [1, 2, 3, 4, 5, 7, 8, 9, 10]],
  [{ body: "'quoted' back\\slash", exact: true }, [7]],
  [{ body: 'fine', exact: false }, [9]],
  [{ body: 'οδος', exact: true }, [9]],
  [{ body: '& <', exact: false }, [7]],
  [{ text: 'ketchup', exact: true }, [1, 2]],
  [{ text: 'olga ПРИВЕТ', exact: false }, [3]],
  [{ text: '"how about" ketchup', exact: false }, [1]],
  [{ text: '"about how"', exact: false }, []],
  [{ text: '山田', exact: false }, [4]],
  [{ and: [{ text: 'ketchup', exact: false }, { not: { hasFlag: Flag.seen } }] }, [2]],
];

test.each(cases)('%j', async (filter, expected) => {
  expect(await uids(filter)).toEqual(expected);
  const byQuery = await ids({ filter: { and: [{ inMailbox: bob.inbox }, filter] }, sort: [{ property: 'uid', ascending: true }] });
  expect(byQuery.map((uid) => uid ?? 10)).toEqual(expected);
});

test('modseq, email ids, thread ids and mailboxes as conditions', async () => {
  const first = id.get(1) ?? 0;
  expect(await uids({ emailIds: [first, 99_999] })).toEqual([1]);
  const [row] = await rows<{ thread: number; modseq: number }>(
    'select thread_id as thread, modseq from mailbox_email where account_id = $1 and mailbox_id = $2 and uid = 10',
    [bob.accountId, bob.inbox],
  );
  expect(await uids({ threadIds: [row?.thread ?? 0] })).toEqual([10]);
  expect(await uids({ modseq: row?.modseq ?? 0 })).toEqual([10]);
  await copyMessages(bob.accountId, bob.inbox, [7], bob.archive);
  expect(await ids({ filter: { inMailboxOtherThan: [bob.inbox] } })).toEqual([7]);
  expect(await ids({ filter: { and: [{ inMailbox: bob.archive }, { inMailbox: bob.inbox }] } })).toEqual([7]);
  expect((await found({ filter: { all: true } })).total).toBe(10); // the copy counts once
});

const orders: [sort: EmailSort[], expected: number[]][] = [
  [[], [9, 8, 7, 6, 5, 4, 3, 2, 1]],
  [[{ property: 'receivedAt', ascending: true }], [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  [[{ property: 'sentAt', ascending: true }], [9, 1, 2, 3, 4, 5, 6, 7, 8]],
  [[{ property: 'hasKeyword', keyword: '$seen', ascending: false }, { property: 'uid', ascending: true }], [1, 2, 3, 4, 5, 6, 7, 8, 9]], // prettier-ignore
  [[{ property: 'someInThreadHaveKeyword', keyword: 'food', ascending: false }, { property: 'uid', ascending: false }], [2, 1, 9, 8, 7, 6, 5, 4, 3]], // prettier-ignore
  [
    [
      { property: 'to', ascending: false },
      { property: 'receivedAt', ascending: true },
    ],
    [5, 1, 2, 3, 4, 6, 7, 8, 9],
  ],
  [[{ property: 'subject', ascending: true }], [9, 1, 2, 8, 7, 6, 3, 5, 4]],
];

test.each(orders)('order %j', async (sort, expected) => {
  const filter: EmailFilter = { and: [{ inMailbox: bob.inbox }, { not: { hasKeyword: '$draft' } }] };
  expect(await ids({ filter, sort })).toEqual(expected);
  const page = await found({ filter, sort, position: 2, limit: 3 });
  expect(page.ids).toEqual(expected.slice(2, 5).map((uid) => id.get(uid)));
  expect(page.total).toBe(9);
});

test('a whole mailbox in an order that the email alone knows', async () => {
  const sorted = await ids({ filter: { inMailbox: bob.inbox }, sort: [{ property: 'subject', ascending: true }] });
  expect(sorted.filter((uid) => uid !== undefined)).toEqual([9, 1, 2, 8, 7, 6, 3, 5, 4]);
});

test.each([
  ['the index', { inMailbox: 0 }],
  ['a list', { and: [{ inMailbox: 0 }, { not: { hasKeyword: 'nonsense' } }] }],
] as [string, EmailFilter][])('pages, positions and anchors agree (%s)', async (_, shape) => {
  const filter = JSON.parse(JSON.stringify(shape).replace('"inMailbox":0', `"inMailbox":${bob.inbox}`)) as EmailFilter;
  for (const collapseThreads of [false, true]) {
    const whole = await found({ filter, collapseThreads });
    expect(whole.total).toBe(collapseThreads ? 9 : 10);
    expect(whole.ids).toHaveLength(whole.total ?? 0);
    for (let position = 0; position < 12; position += 3)
      expect(await found({ filter, collapseThreads, position, limit: 3 })).toMatchObject({
        ids: whole.ids.slice(position, position + 3),
        position,
      });
    expect(await found({ filter, collapseThreads, position: -2 })).toMatchObject({
      ids: whole.ids.slice(-2),
      position: whole.ids.length - 2,
    });
    expect(await found({ filter, collapseThreads, position: -50 })).toMatchObject({ ids: whole.ids, position: 0 });
    const anchor = whole.ids[4] ?? 0;
    expect(await found({ filter, collapseThreads, anchor, anchorOffset: -2, limit: 2 })).toMatchObject({
      ids: whole.ids.slice(2, 4),
      position: 2,
    });
    expect(await found({ filter, collapseThreads, anchor, anchorOffset: -20, limit: 1 })).toMatchObject({ position: 0 });
    expect(await found({ filter, collapseThreads, limit: 0 })).toMatchObject({ ids: [], total: whole.total });
  }
  const nowhere = { filter, sort: [], collapseThreads: false, position: 0, anchor: 999_999, limit: 5, calculateTotal: false };
  expect(await queryEmails(bob.accountId, nowhere)).toBe('anchorNotFound');
});

test('an email twice in one mailbox is one email, and two messages', async () => {
  const { accountId, inbox } = await sampleAccount('twice@search.example');
  const [mail] = await deliverSamples(accountId, inbox, [{ subject: 'once' }]);
  await copyMessages(accountId, inbox, [1], inbox);
  expect(await searchUids(accountId, inbox, { subject: 'once' })).toEqual([1, 2]);
  for (const filter of [{ inMailbox: inbox }, { all: true }, { subject: 'once' }] as EmailFilter[]) {
    const answer = await queryEmails(accountId, { filter, sort: [], collapseThreads: false, position: 0, limit: 9, calculateTotal: true });
    expect(answer).toMatchObject({ ids: [mail?.emailId], total: 1 });
  }
});

test('snippets mark the words and escape the rest', async () => {
  const [one, seven, six, three] = [1, 7, 6, 3].map((uid) => id.get(uid) ?? 0);
  const snippets = await searchSnippets(bob.accountId, [one, seven, 99_999, six, three].map(Number), [
    'KETCHUP',
    '<tags>',
    'needle',
    'привет',
  ]);
  expect(snippets.map(({ emailId }) => emailId)).toEqual([one, seven, six, three]);
  expect(snippets[0]?.subject).toBe('<mark>Ketchup</mark> and pickles');
  expect(snippets[0]?.preview).toContain('Do you like <mark>ketchup</mark>?');
  expect(snippets[1]).toMatchObject({ subject: null });
  expect(snippets[1]?.preview).toContain('a &#39;quoted&#39; back\\slash &amp; <mark>&lt;tags&gt;</mark>');
  expect(snippets[3]?.preview).toContain('<mark>Привет</mark>');
});
