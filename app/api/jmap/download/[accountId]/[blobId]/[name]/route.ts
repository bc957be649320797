/** JMAP download (RFC 8620 §6.2). */
import { answerDownload } from '#server/jmap/http/download.ts';

type Context = { params: Promise<{ accountId: string; blobId: string; name: string }> };

export async function GET(request: Request, context: Context): Promise<Response> {
  return answerDownload(request, await context.params);
}
