/** The types of the store's object_log. */
export const objectType = { mailbox: 1, submission: 2, identity: 3, settings: 4 } as const;
