/** How much of an account is read in one attempt; the rest comes at once with the next, and other accounts get their turn. */
export const mostInOneGo = 500;
/** Below the lease, and below what ends an attempt as one that failed. */
export const longestGo = 6 * 60_000;
