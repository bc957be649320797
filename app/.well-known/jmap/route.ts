/** Where clients look for JMAP (RFC 8620 §2.2). The session itself: some clients do not follow a redirect with credentials. */
import { answerSession } from '#server/jmap/http/api.ts';

export const dynamic = 'force-dynamic';
export const GET = (request: Request): Promise<Response> => answerSession(request);
