/** RFC 8620 §3.2–§3.4: what a request and a response look like on the wire. */
export type Arguments = Record<string, unknown>;
export type Invocation = [name: string, args: Arguments, callId: string];

export interface JmapRequest {
  using: string[];
  methodCalls: Invocation[];
  createdIds?: Record<string, string>;
}

export interface JmapResponse {
  methodResponses: Invocation[];
  createdIds?: Record<string, string>;
  sessionState: string;
}
