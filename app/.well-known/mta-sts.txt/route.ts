/** The policy of MTA-STS (RFC 8461). */
import { answerMtaSts } from '#server/admin/mta-sts.ts';

export const GET = (request: Request): Promise<Response> => answerMtaSts(request);
