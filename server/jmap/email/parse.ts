/** Email/parse (RFC 8621 §4.9): attached and uploaded messages, read without becoming Emails. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { renderMessage } from '#lib/message/render.ts';
import { readBlobById } from '../blob.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { idsToGet } from '../standard/get.ts';
import { orNull } from '../standard/set.ts';
import { bodyProperties, headProperties } from './email-object.ts';
import { parsedEmail } from './email-source.ts';
import { bodyArguments } from './get.ts';
import { defaultParseProperties, readPropertyRequest } from './properties.ts';

/** What an email has only once it is stored (RFC 8621 §4.9: null when asked for). */
const ofStored = ['id', 'threadId', 'mailboxIds', 'keywords', 'receivedAt'];

export const emailParse = method({
  name: 'Email/parse',
  capability: capability.mail,
  args: { blobIds: z.array(z.string()), properties: getArguments.properties, ...bodyArguments },
  async run({ accountId }, args) {
    const request = readPropertyRequest(args, defaultParseProperties);
    const nulls = Object.fromEntries(
      ofStored.filter((property) => request.properties.includes(property)).map((property) => [property, null]),
    );
    const parsed: Record<string, object> = {};
    const notFound: string[] = [];
    for (const blobId of idsToGet(args.blobIds) ?? []) {
      const blob = await readBlobById(accountId, blobId);
      if (!blob) {
        notFound.push(blobId);
        continue;
      }
      const source = parsedEmail(blob.bytes, renderMessage(blob.bytes), (part) => (part === undefined ? blobId : blob.partBlobId(part)));
      const own = {
        ...(request.properties.includes('blobId') ? { blobId } : {}),
        ...(request.properties.includes('size') ? { size: blob.bytes.length } : {}),
      };
      parsed[blobId] = { ...nulls, ...own, ...(await headProperties(source, request)), ...(await bodyProperties(source, request)) };
    }
    return {
      parsed: orNull(parsed),
      notParsable: null, // whatever it is, it reads as a message of some kind
      notFound: orNull(notFound),
    };
  },
});
