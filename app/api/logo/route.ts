/** Logos that senders publish, looked through by our own server. */
import { answerLogo } from '#server/jmap/http/logo.ts';

export const GET = (request: Request): Promise<Response> => answerLogo(request);
