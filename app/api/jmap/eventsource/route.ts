/** JMAP push (RFC 8620 §7.3). */
import { answerEventSource } from '#server/jmap/http/event-source.ts';

export const dynamic = 'force-dynamic';
export const GET = (request: Request): Promise<Response> => answerEventSource(request);
