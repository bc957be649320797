/** The body of an HTTP request, never more of it in memory than is allowed. */
export class BodyTooLarge extends Error {}
/** The client went away in the middle: nobody reads the answer. */
export class BodyBroken extends Error {}

/** Throws BodyTooLarge as soon as it is, BodyBroken when it ends early. */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new BodyTooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw new BodyBroken('the body ended early', { cause: error });
    });
    if (done) return Buffer.concat(chunks, size);
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      throw new BodyTooLarge();
    }
    chunks.push(value);
  }
}
