/** The profile that sets up Mail on an iPhone, an iPad or a Mac. */
import { answerMobileconfig } from '#server/admin/autoconfig.ts';

export const dynamic = 'force-dynamic';
export const GET = (request: Request): Promise<Response> => answerMobileconfig(request);
