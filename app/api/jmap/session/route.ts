/** The JMAP session (RFC 8620 §2). */
import { answerSession } from '#server/jmap/http/api.ts';

export const dynamic = 'force-dynamic';
export const GET = (request: Request): Promise<Response> => answerSession(request);
