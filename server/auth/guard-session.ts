/**
 * Ends a session that is open, as soon as what it was opened with no longer holds: the account is suspended or removed, its password or second
 * factor is set anew, everyone is signed out, or the app password is revoked. All processes of all machines are told; as a hint may be lost, each
 * guard also looks by itself now and then.
 */
import { appPasswordIsLive, getUser, watchCredentials } from '#server/store/index.ts';
import { log, reasonOf } from '#server/log/log.ts';
import type { AuthenticatedUser } from './authenticate.ts';

const lookEveryMs = 10 * 60_000;

/** The log-in as it stands now. */
export async function credentialHolds({ userId, sessionVersion, appId }: AuthenticatedUser): Promise<boolean> {
  if (appId !== undefined && !(await appPasswordIsLive(appId))) return false;
  const now = await getUser(userId);
  return now !== null && now.disabledAt === null && now.sessionVersion === sessionVersion;
}

export class SessionGuard {
  readonly #end: () => void;
  #stop: (() => void) | null = null;

  /** `end` says goodbye and closes; it is called once. */
  constructor(end: () => void) {
    this.#end = end;
  }

  /** From the log-in on. */
  watch(user: AuthenticatedUser): void {
    this.release();
    const look = () => {
      credentialHolds(user).then(
        (holds) => {
          if (holds || this.#stop !== stop) return;
          this.release();
          this.#end();
        },
        (error: unknown) =>
          log.warn('auth: an open session could not be looked at', { accountId: user.accountId, reason: reasonOf(error) }),
      );
    };
    const unwatch = watchCredentials(user.userId, look);
    const timer = setInterval(look, lookEveryMs);
    timer.unref();
    const stop = () => {
      unwatch();
      clearInterval(timer);
    };
    this.#stop = stop;
    look(); // what happened between the log-in and now
  }

  release(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
