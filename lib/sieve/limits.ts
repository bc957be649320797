/** Limits on scripts and on what they may do, each named after the attack that it stops. RFC 5228 §2.10.5 asks for such. */
export const sieveLimits = {
  /** A script kept to fill the disk, or made to be parsed forever: octets. */
  scriptBytes: 256 * 1024,
  /** `not not not …` and blocks in blocks: a stack that overflows. RFC 5228 §2.10.5 asks for at least 15. */
  nesting: 32,
  /** Commands and tests in one script. */
  nodes: 20_000,
  /** Strings in one list. */
  listLength: 5_000,
  /** Scripts in an account, and a script's name in octets (RFC 5804 §1.6: at least 512). */
  scripts: 64,
  nameBytes: 512,
  /** Actions of one message: a script that multiplies mail. RFC 5228 §2.10.4. */
  actions: 32,
  /** Redirects of one message: a script that is an amplifier. */
  redirects: 5,
  /** Notifications of one message. */
  notifications: 3,
  /** RFC 6609 §3.1: scripts in scripts. */
  includeDepth: 10,
  includes: 100,
  /** Steps of one message: commands, tests, and the characters that they look at. Some tenths of a second at worst. */
  steps: 10_000_000,
  /** RFC 5229 §6: at least 128 variables of 4,000 characters. */
  variables: 256,
  variableLength: 8_192,
  /** Characters of a header value, or of the text of a body, that a test looks at. */
  headerLength: 64 * 1024,
  bodyLength: 256 * 1024,
  /** RFC 5230 §4.1 and RFC 7352 §3.3: what is remembered is not remembered for ever. */
  vacationDays: 365,
  duplicateSeconds: 90 * 24 * 60 * 60,
} as const;
