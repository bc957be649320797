/** The types of the store's object_log. */
export const objectType = {
  mailbox: 1,
  submission: 2,
  identity: 3,
  settings: 4,
  addressBook: 20,
  contact: 21,
  quota: 22,
  script: 23,
  mask: 24,
} as const;
