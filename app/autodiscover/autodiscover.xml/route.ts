/** Where Outlook looks for a mailbox's servers. It spells the path in several ways: see next.config.ts. */
import { answerAutodiscover } from '#server/admin/autoconfig.ts';

export const dynamic = 'force-dynamic';
export const POST = (request: Request): Promise<Response> => answerAutodiscover(request);
