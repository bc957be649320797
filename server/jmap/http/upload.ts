/** Uploading (RFC 8620 §6.1). The blob is kept for a day, or for as long as a message refers to it. */
import { uploadBlobId } from '#lib/ids.ts';
import { putUpload } from '#server/store/index.ts';
import { BodyBroken, BodyTooLarge, readBody } from '#server/net/read-body.ts';
import { Slots } from '#server/net/slots.ts';
import { accessTo } from '../account-access.ts';
import { RequestError } from '../errors.ts';
import { limits, maxSizeUpload } from '../limits.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { json, problem, problemOfRequest, unlessStorageIsAway } from './problem.ts';

const uploads = new Slots(limits.maxConcurrentUpload);

export const answerUpload = (request: Request, accountId: string): Promise<Response> =>
  unlessStorageIsAway(() => upload(request, accountId));

async function upload(request: Request, accountId: string): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  const { user } = auth.caller;
  const access = await accessTo(user, accountId);
  if (!access) return problem(404, 'There is no such account.');
  if (access.shared) return problem(403, 'Files are put into your own account alone.');
  const release = uploads.take(user.userId);
  if (!release)
    return problemOfRequest(new RequestError('limit', 'Too many uploads at once.', { limit: 'maxConcurrentUpload', status: 429 }));
  try {
    const type = mediaType(request.headers.get('content-type'));
    const bytes = await readBody(request, maxSizeUpload());
    const { sha256, size } = await putUpload(access.accountId, bytes, type);
    return json({ accountId, blobId: uploadBlobId(sha256), type, size }, 201);
  } catch (error) {
    if (error instanceof BodyTooLarge)
      return problemOfRequest(new RequestError('limit', 'The file is too large.', { limit: 'maxSizeUpload', status: 413 }));
    if (error instanceof BodyBroken) return problem(400, 'The file ended early.');
    throw error;
  } finally {
    release();
  }
}

/** The type without parameters, as it will stand in a header; anything odd is octets. */
export function mediaType(text: string | null): string {
  const type = text?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
}
