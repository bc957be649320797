/** RFC 8620 §2: what a client may ask for at once. Announced in the session and enforced. */
import { config } from '#server/config/config.ts';

export const limits = {
  maxSizeRequest: 10_000_000,
  maxConcurrentUpload: 8,
  maxConcurrentRequests: 24, // a browser with ten tabs open counts as one client
  maxCallsInRequest: 64,
  maxObjectsInGet: 5000, // a page of the list asks for all emails of its conversations, and some are long
  maxObjectsInSet: 1000,
} as const;

/** Octets of text in the bodies of one Email/get: all of it is in memory at once. */
export const maxBodyOctets = 128 * 1024 * 1024;
/** Ids in one answer of a query; a window of the list is far smaller. */
export const maxQueryLimit = 5000;
/** Event streams of one user: ten tabs share one, so this is many devices. */
export const maxEventStreams = 64;

/** RFC 9404 §3.1: at least 64 pieces of one blob. */
export const maxDataSources = 100;

/** Web sockets of one user: a program has one. */
export const maxWebSockets = 32;

export const maxSizeUpload = (): number => config().maxMessageSize;
