/**
 * Spans, for those who want to see where time goes. Without OTEL_EXPORTER_OTLP_ENDPOINT `traced` is a call of the work; open-telemetry.ts puts
 * in what makes spans. Next bundles its own copy of this module: what must exist once per process hangs on globalThis.
 */
export type Attributes = Record<string, string | number | boolean | undefined>;

export interface SpanWish {
  kind?: 'server' | 'client' | 'producer' | 'consumer';
  /** Never what stands in a message, never a secret. */
  attributes?: Attributes;
  /** Part of this message's trace, by its id. Without it: below the span that is being worked on, or a trace of its own. */
  message?: string | null;
  /** The first span of the message, begun then. */
  begunAt?: Date;
  /** Only as a part of another span: alone it would tell nothing. */
  inside?: boolean;
  /** Header fields of a request, which may say of which trace it is a part (W3C Trace Context). */
  from?: Record<string, string | string[] | undefined>;
}
export interface Span {
  set: (attributes: Attributes) => void;
}
export interface Tracing {
  run: <T>(name: string, wish: SpanWish, work: (span: Span) => Promise<T>) => Promise<T>;
  /** The trace that is being worked on. */
  current: () => { traceId: string; spanId: string } | null;
  /** What a request to another program carries along. */
  headers: () => Record<string, string>;
}

const home = globalThis as { posthornTracing?: Tracing };
const silent: Span = { set: () => undefined };

/** Runs the work in a span; the span ends with it, and says so when it throws. */
export function traced<T>(name: string, wish: SpanWish, work: (span: Span) => Promise<T>): Promise<T> {
  return home.posthornTracing ? home.posthornTracing.run(name, wish, work) : work(silent);
}

export const currentTrace = (): { traceId: string; spanId: string } | null => home.posthornTracing?.current() ?? null;

/** `traceparent`, for requests to programs of our own installation: no stranger is told which requests belong together. */
export const traceHeaders = (): Record<string, string> => home.posthornTracing?.headers() ?? {};

export const isTracing = (): boolean => home.posthornTracing !== undefined;

/** Null: spans are no longer made. */
export function setTracing(tracing: Tracing | null): void {
  if (tracing) home.posthornTracing = tracing;
  else delete home.posthornTracing;
}
