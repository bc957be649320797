/** Narrow copies, filters and indexes against the slow way over random mail: every email's wide row and whole text, asked one by one. */
import { beforeAll, expect, test } from 'vitest';
import { rows } from '../database.ts';
import { indexPending, searchUids, type EmailFilter } from '../index.ts';
import { deliverSamples, sampleAccount, type SampleAccount } from '../reads/sample-mail.ts';
import { anywhere, fold, foldSql, separator, tsqueryOf } from './words.ts';

let account: SampleAccount;
let seed = 11;
const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

const words = [
  'as',
  'well',
  'wells',
  'swell',
  'has',
  'the',
  'other',
  'of',
  'a',
  'in',
  'Straße',
  'ΟΔΟΣ',
  'ﬁne',
  '100%_',
  'été',
  'x-y',
  "o'clock",
];
const people = ['Ann Wells', 'Émile', 'ΝΙΚΟΣ', 'O_Brien', 'list 100%'].map((name) => ({
  name,
  email: `${fold(name).replaceAll(/\W/g, '')}@of.example`,
}));
const names = ['As Well.PDF', 'ÉTÉ.png', 'a_b%.txt', 'Straße.DOC'];
const text = (count: number): string => many(count, () => pick(words)).join(pick([' ', ' ', '  ', '\r\n']));

beforeAll(async () => {
  account = await sampleAccount('bob@narrow.example');
  const mails = many(150, () => ({
    subject: text(1 + Math.floor(random() * 4)),
    from: pick(people),
    to: many(1 + Math.floor(random() * 2), () => pick(people)),
    ...(random() < 0.4 ? { cc: [pick(people)] } : {}),
    body: `${text(1 + Math.floor(random() * 40))}${random() < 0.05 ? ` ${'z'.repeat(66_000)} ${text(20)}` : ''}\r\n`,
    hasAttachment: random() < 0.3,
  }));
  const made = await deliverSamples(account.accountId, account.inbox, mails);
  for (const { emailId } of made) {
    if (random() < 0.5) continue;
    const parts = many(2, () => ({ name: pick([...names, null]) }));
    await rows(`update email set parts = parts || jsonb_build_object('parts', $3::jsonb) where account_id = $1 and email_id = $2`, [
      account.accountId,
      emailId,
      JSON.stringify(parts),
    ]);
  }
  while ((await indexPending(200)) > 0);
});

async function slowly(condition: string, values: unknown[]): Promise<number[]> {
  const found = await rows<{ uid: number }>(
    `select me.uid from mailbox_email me join email e using (account_id, email_id) join email_text t using (account_id, email_id)
      where me.account_id = $1 and ${condition} order by me.uid`,
    [account.accountId, ...values],
  );
  return found.map(({ uid }) => uid);
}
const search = (filter: EmailFilter): Promise<number[]> => searchUids(account.accountId, account.inbox, filter);

/** Any piece of the text, cut in the middle of words as well. */
function piece(whole: string, most: number): string {
  const from = Math.floor(random() * whole.length);
  return whole.slice(from, from + 1 + Math.floor(random() * most));
}

const listed = (property: string): string =>
  `(select string_agg(coalesce(a->>'name', '') || ' <' || (a->>'email') || '>', ', ') from jsonb_array_elements(e.hdr->'${property}') a)`;

test.each(['from', 'to', 'cc', 'bcc', 'subject'])('%s', async (name) => {
  let hits = 0;
  for (let round = 0; round < 12; round++) {
    const value = name === 'subject' ? piece(text(2), 6) : piece(pick(people).name + ' <' + pick(people).email, 6);
    const column = name === 'subject' ? 'e.subject' : listed(name);
    const expected = await slowly(`${foldSql(column)} like $2`, [anywhere(fold(value))]);
    const filter = { [name]: value } as unknown as EmailFilter;
    expect(await search(filter), value).toEqual(expected);
    expect(await search({ not: filter }), value).toHaveLength(150 - expected.length);
    hits += expected.length;
  }
  expect(hits > 0).toBe(name !== 'bcc');
});

test('names of attachments, and whether there are any', async () => {
  const named = `exists (select from jsonb_path_query(e.parts, '$.**.name') n where strpos(lower(n #>> '{}'), $2) > 0)`;
  for (let round = 0; round < 12; round++) {
    const value = piece(pick(names), 5);
    expect(await search({ attachmentName: value }), value).toEqual(await slowly(named, [value.toLowerCase()]));
  }
  for (const there of [true, false]) expect(await search({ hasAttachment: there })).toEqual(await slowly('e.has_attachment = $2', [there]));
});

test('phrases, from the middle of a word to the middle of another', async () => {
  const inText = `(t.body like $2 and split_part(t.body, '${separator}', 1) like $2 or coalesce(t.rest like $2, false))`;
  let hits = 0;
  for (let round = 0; round < 60; round++) {
    const phrase = fold(piece(text(5), 14))
      .replaceAll('"', '')
      .trim();
    const query = tsqueryOf(phrase);
    if (!query?.includes(' & ')) continue; // one word is looked up as a word
    const expected = await slowly(`to_tsvector('simple', t.body) @@ to_tsquery('simple', $3) and ${inText}`, [anywhere(phrase), query]);
    expect(await search({ body: `"${phrase}"`, exact: false }), phrase).toEqual(expected);
    hits += expected.length;
  }
  expect(hits).toBeGreaterThan(30);
});
