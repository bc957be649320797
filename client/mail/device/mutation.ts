import type { Patches } from '../acts/patch.ts';

/** A change on its way to the server. `patches` is what it does to the model. */
export type Mutation = { kind: 'patch'; patches: Patches } | { kind: 'snooze'; ids: string[]; until: string | null; patches: Patches };
