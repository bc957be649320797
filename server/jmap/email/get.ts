/** Email/get (RFC 8621 §4.2). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { emailBlobId, emailWireId, mailboxWireId, parseEmailWireId, threadWireId } from '#lib/ids.ts';
import { jmapKeywords } from '#lib/message/keywords.ts';
import { everyPart } from '#lib/message/parts.ts';
import { accountState, getEmailHeads, getEmailMetadata, getEmails, queryEmails, snoozeTimes } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { limits, maxBodyOctets } from '../limits.ts';
import { method } from '../method.ts';
import type { SharedView } from '../shared/view.ts';
import { getArguments, unsignedInt } from '../shapes.ts';
import { idsToGet } from '../standard/get.ts';
import { bodyProperties, headProperties } from './email-object.ts';
import { storedEmail } from './email-source.ts';
import { toUtcDate } from './utc-date.ts';
import { defaultProperties, readPropertyRequest, type PropertyRequest } from './properties.ts';

export const bodyArguments = {
  bodyProperties: z.array(z.string()).nullish(),
  fetchTextBodyValues: z.boolean().nullish(),
  fetchHTMLBodyValues: z.boolean().nullish(),
  fetchAllBodyValues: z.boolean().nullish(),
  maxBodyValueBytes: unsignedInt.nullish(),
};

/** How many messages are read from the store at the same time for one call. */
const atOnce = 8;

export const emailGet = method({
  name: 'Email/get',
  capability: capability.mail,
  args: { ...getArguments, ...bodyArguments },
  sharing: true,
  async run({ accountId, shared }, args) {
    const request = readPropertyRequest(args, defaultProperties);
    const state = await accountState(accountId);
    const ids = idsToGet(args.ids) ?? (await allIds(accountId, shared)).map((id) => emailWireId(accountId, id));
    const numbers = ids.map((id) => parseEmailWireId(accountId, id));
    const rows = new Map<number, Stored>();
    const known = numbers.filter((number) => number !== null);
    for (const row of await readers[request.width](accountId, known)) {
      const seen = shared ? shared.narrowed(row) : row;
      if (seen) rows.set(row.emailId, seen);
    }
    const found = numbers.flatMap((number) => (number === null ? [] : (rows.get(number) ?? [])));
    checkBodies(found, request);
    const list: object[] = [];
    for (let from = 0; from < found.length; from += atOnce)
      list.push(...(await Promise.all(found.slice(from, from + atOnce).map((row) => toJmapEmail(accountId, row, request)))));
    if (request.properties.includes('snoozedUntil') && !shared) await addSnoozes(accountId, found, list);
    return { state: String(state), list, notFound: ids.filter((_id, index) => !rows.has(numbers[index] ?? -1)) };
  },
});

/** No more is read than the properties take: a list asks for neither parts nor bodies, what follows changes for metadata alone. */
const readers = { metadata: getEmailMetadata, head: getEmailHeads, body: getEmails };
type Stored = Awaited<ReturnType<(typeof readers)[PropertyRequest['width']]>>[number];

async function toJmapEmail(accountId: number, row: Stored, request: PropertyRequest): Promise<object> {
  return {
    ...metadataProperties(accountId, row, request),
    ...('headers' in row ? await headProperties(storedEmail(accountId, row), request) : {}),
    ...('root' in row ? await bodyProperties(storedEmail(accountId, row), request) : {}),
  };
}

function metadataProperties(accountId: number, row: Stored, { properties }: PropertyRequest): object {
  const wanted = new Set(properties);
  return {
    id: emailWireId(accountId, row.emailId),
    ...(wanted.has('blobId') ? { blobId: emailBlobId(accountId, row.emailId) } : {}),
    ...(wanted.has('threadId') ? { threadId: threadWireId(accountId, row.threadId) } : {}),
    ...(wanted.has('mailboxIds')
      ? { mailboxIds: Object.fromEntries(row.mailboxIds.map((mailbox) => [mailboxWireId(accountId, mailbox), true])) }
      : {}),
    ...(wanted.has('keywords') ? { keywords: jmapKeywords(row.flags, row.keywords) } : {}),
    ...(wanted.has('size') ? { size: row.size } : {}),
    ...(wanted.has('receivedAt') ? { receivedAt: toUtcDate(row.receivedAt) } : {}),
  };
}

/** Ours (urn:posthorn:snooze): when an email that was put away comes back. */
async function addSnoozes(accountId: number, rows: readonly Stored[], list: object[]): Promise<void> {
  const emailIds = rows.map(({ emailId }) => emailId);
  const times = await snoozeTimes(accountId, emailIds);
  for (const [index, emailId] of emailIds.entries()) {
    const time = times.get(emailId);
    Object.assign(list[index] ?? {}, { snoozedUntil: time ? toUtcDate(time) : null });
  }
}

/** Bodies are asked for by the page, not by the mailbox. Throws requestTooLarge. */
function checkBodies(rows: readonly Stored[], { fetchText, fetchHtml, fetchAll, maxBodyValueBytes }: PropertyRequest): void {
  if (!fetchText && !fetchHtml && !fetchAll) return;
  const most = maxBodyValueBytes || Number.MAX_SAFE_INTEGER;
  const octetsOf = (row: Stored) =>
    [...('root' in row ? everyPart(row.root) : [])].reduce(
      (sum, part) => sum + (part.type.startsWith('text/') ? Math.min(part.bodyLength, most) : 0),
      0,
    );
  if (rows.reduce((sum, row) => sum + octetsOf(row), 0) > maxBodyOctets)
    throw new MethodError('requestTooLarge', 'So many bodies are not read at once: ask for fewer, or set maxBodyValueBytes.');
}

/** `ids: null`, for an account that has few enough. */
async function allIds(accountId: number, shared: SharedView | null): Promise<number[]> {
  const { maxObjectsInGet } = limits;
  const result = await queryEmails(accountId, {
    filter: shared ? shared.scoped({ all: true }) : { all: true },
    sort: [{ property: 'receivedAt', ascending: false }],
    collapseThreads: false,
    position: 0,
    limit: maxObjectsInGet + 1,
    calculateTotal: false,
  });
  if (result === 'anchorNotFound' || result.ids.length > maxObjectsInGet)
    throw new MethodError('requestTooLarge', `At most ${maxObjectsInGet} emails at once.`);
  return result.ids;
}
