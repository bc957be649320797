/** SASL LOGIN (draft-murchison-sasl-login, obsolete but spoken by every mail program): name and password, each asked for in base64. */
import { decodeBase64 } from './plain.ts';

/** The challenges as base64: `Username:` and `Password:`. */
export const loginChallenges = { name: 'VXNlcm5hbWU6', password: 'UGFzc3dvcmQ6' } as const;

/** One answer; null for what is not base64 or is empty. */
export function parseLoginAnswer(base64: string): string | null {
  return decodeBase64(base64) || null;
}
