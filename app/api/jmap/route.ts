/** JMAP API requests (RFC 8620 §3.1). */
import { answerApi } from '#server/jmap/http/api.ts';

export const POST = (request: Request): Promise<Response> => answerApi(request);
