/** JMAP upload (RFC 8620 §6.1). */
import { answerUpload } from '#server/jmap/http/upload.ts';

type Context = { params: Promise<{ accountId: string }> };

export async function POST(request: Request, context: Context): Promise<Response> {
  const { accountId } = await context.params;
  return answerUpload(request, accountId);
}
