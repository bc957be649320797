/** The HTTP API of administration. */
import { answerAdminApi } from '#server/admin/http/api.ts';

const answer = (request: Request): Promise<Response> => answerAdminApi(request);
export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
