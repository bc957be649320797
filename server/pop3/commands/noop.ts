import type { Command } from '../command.ts';
import { ok } from '../reply.ts';

/** RFC 1939 §5. */
export const noop: Command = { state: 'transaction', run: () => ok() };
