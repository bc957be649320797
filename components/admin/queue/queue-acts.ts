/** What can be done to messages that wait. */
export const queueActs = ['retry', 'hold', 'prioritise', 'reroute', 'bounce', 'drop'] as const;
export type QueueAct = (typeof queueActs)[number];
