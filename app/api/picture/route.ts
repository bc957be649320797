/** Remote pictures of messages, through our own server. */
import { answerPicture } from '#server/jmap/http/picture.ts';

export const GET = (request: Request): Promise<Response> => answerPicture(request);
