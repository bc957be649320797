/** Limits on what peers may send, each named after the attack that it stops. Octets and milliseconds. */
export const limits = {
  /** A line that never ends fills memory. RFC 5321 §4.5.3.1.4 asks for 512; long parameters and AUTH need more. */
  smtpLineBytes: 4096,
  /** A text line of a message: RFC 5321 §4.5.3.1.6 asks for 1,000; real mail has longer ones, memory is bounded by the message size. */
  pop3LineBytes: 1024,
  imapLineBytes: 64 * 1024,
  /** Before log-in a stranger's command is short, and literals are for names and passwords only. */
  imapLiteralBeforeLogin: 8 * 1024,
  imapNesting: 50,
  /** A client gives up on a command that takes long: it hears that we live (RFC 9585 §4 recommends 10 to 15 seconds). */
  imapProgressMs: 12_000,
  /** zlib takes some 300 KB for each connection. */
  compressedConnections: 1000,
  /** A slow client holds a socket: RFC 5321 §4.5.3.2.7 asks for 5 minutes between commands. */
  smtpIdleMs: 5 * 60_000,
  /** RFC 1939 §3: at least 10 minutes. */
  pop3IdleMs: 10 * 60_000,
  /** RFC 5804 §1.2: at least 30 minutes once logged in. Two names of 1,024 octets and their escapes fit into a line. */
  sieveIdleMs: 31 * 60_000,
  sieveLineBytes: 8 * 1024,
  /** RFC 9051 §5.4: at least 30 minutes. */
  imapIdleMs: 31 * 60_000,
  /** A connection that says nothing before it logs in. */
  beforeLoginMs: 60_000,
  /** One that says something now and then, and never logs in (RFC 9051 §5.4 asks for 30 minutes only after log-in). */
  logInMs: 5 * 60_000,
  /** A peer that never reads stalls our writes. */
  writeStallMs: 2 * 60_000,
  /** What a peer may have waiting unread in our memory before we stop reading from its socket. */
  inputBacklog: 256 * 1024,
  /** Recipients of one message: more is refused with 452, and senders split (RFC 5321 §4.5.3.1.8 asks for at least 100). */
  smtpRecipients: 1000,
  /** Guessing commands, and probing addresses. */
  smtpErrors: 20,
  /** Commands that do nothing (EHLO, NOOP, RSET, VRFY, HELP) between two messages: a session held open for nothing. */
  smtpJunkCommands: 100,
  /** Mail that goes in circles (RFC 5321 §6.3). */
  receivedHeaders: 50,
  /** A header made to be parsed forever. */
  headerBytes: 10 * 1024 * 1024,
  /** Connections at once from one address or IPv6 network, and in all, to one mail process. */
  connectionsPerAddress: 200,
  connections: 12_000,
  /** Who talks before the greeting is no mail server (RFC 5321 §4.3.1). */
  smtpGreetingPauseMs: 200,
  /** A load balancer sends its PROXY header at once; who does not is none. */
  proxyHeaderMs: 5000,
  /** RFC 4865 §4: mail released later than this is forgotten by its sender. */
  futureReleaseSeconds: 366 * 24 * 60 * 60,
  /** RFC 4954 §4: responses of AUTH may be long. */
  smtpAuthLineBytes: 12_288,
  /** Aliases that point to aliases. */
  aliasDepth: 8,
} as const;
