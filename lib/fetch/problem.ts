/** Why mail could not be fetched from an account elsewhere: a code that a page puts in words, and the other server's own words. */
export const fetchProblemCodes = ['refused', 'connect', 'security', 'login', 'folder', 'protocol', 'mailbox', 'full', 'server'] as const;
export type FetchProblemCode = (typeof fetchProblemCodes)[number];
