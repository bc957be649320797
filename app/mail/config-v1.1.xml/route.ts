/** Where Thunderbird and its kin look for a domain's mail servers. */
import { answerMozilla } from '#server/admin/autoconfig.ts';

export const dynamic = 'force-dynamic';
export const GET = (request: Request): Promise<Response> => answerMozilla(request);
