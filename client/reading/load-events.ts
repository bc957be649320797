/** What happened to a message on its way (docs/jmap.md, the timeline of a message). */
import { callMail } from '../mail/call.ts';

export interface DeliveryEvent {
  id: string;
  traceId: string | null;
  at: string;
  type: string;
  detail: Record<string, unknown>;
}

export async function loadEvents(emailId: string): Promise<DeliveryEvent[]> {
  const answer = await callMail([['DeliveryEvent/get', { emailIds: [emailId] }, 'events']]);
  return answer('events').list as DeliveryEvent[];
}
