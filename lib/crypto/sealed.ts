/** A secret key as the server keeps it: enciphered in the browser with a key made from a passphrase, which never leaves it. */
import { z } from 'zod';
import { leastIterations } from './least-iterations.ts';

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);

export const sealedShape = z.strictObject({
  v: z.literal(1),
  iterations: z.number().int().min(leastIterations).max(10_000_000),
  /** 16 octets. */
  salt: base64.length(24),
  /** 12 octets. */
  iv: base64.length(16),
  /** AES-256-GCM of the armored or PEM key, with its tag. */
  data: base64.min(24).max(200_000),
});
export type Sealed = z.infer<typeof sealedShape>;
