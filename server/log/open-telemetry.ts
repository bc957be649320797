/** Makes spans with OpenTelemetry and sends them by OTLP over HTTP. Its packages are loaded only here, and only when the settings ask for it. */
import { hostname } from 'node:os';
import type * as Api from '@opentelemetry/api';
import type * as Sdk from '@opentelemetry/sdk-trace';
import { config, type Config } from '#server/config/config.ts';
import { log } from './log.ts';
import { asTraceId, firstSpanId } from './trace-id.ts';
import { setTracing, type Attributes, type SpanWish, type Tracing } from './tracing.ts';

const stopMs = 2000;
const complainEveryMs = 60_000;

/** `role` tells the processes of one machine apart. Returns what sends the last spans and ends it. */
export async function startTracing(role: string, version: string): Promise<() => Promise<void>> {
  const { tracing } = config();
  if (!tracing) return () => Promise.resolve();
  const [api, sdk, core, resources, { AsyncLocalStorageContextManager }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/core'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  let complainedAt = 0;
  core.setGlobalErrorHandler((error) => {
    if (Date.now() - complainedAt < complainEveryMs) return;
    complainedAt = Date.now();
    log.warn('tracing: spans were not taken', { reason: error instanceof Error ? error.message : JSON.stringify(error) });
  });
  const own = {
    'service.name': tracing.serviceName,
    'service.version': version,
    'service.instance.id': `${hostname()} ${role}`,
    'host.name': hostname(),
  };
  const sampler = samplerOf(sdk, tracing);
  const ids = new WantedIds(new sdk.RandomIdGenerator());
  const provider = new sdk.TracerProvider({
    resource: resources.detectResources({ detectors: [resources.envDetector] }).merge(resources.resourceFromAttributes(own)),
    sampler,
    idGenerator: ids,
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: tracing.delayMs })],
  });
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const propagator = new core.W3CTraceContextPropagator();
  setTracing(makeTracing({ api, sdk, tracer: provider.getTracer('posthorn', version), ids, sampler, propagator }));
  return async () => {
    setTracing(null);
    await Promise.race([provider.shutdown(), new Promise((late) => setTimeout(late, stopMs).unref())]).catch(() => undefined);
    api.context.disable();
  };
}

interface Parts {
  api: typeof Api;
  sdk: typeof Sdk;
  tracer: Api.Tracer;
  ids: WantedIds;
  sampler: Sdk.Sampler;
  propagator: Api.TextMapPropagator;
}

function makeTracing({ api, sdk, tracer, ids, sampler, propagator }: Parts): Tracing {
  /** Below the first span of the message, whichever process has made it. Whether it was recorded, the sampler says again. */
  const ofMessage = (traceId: string): Api.Context => {
    const decision = sampler.shouldSample(api.ROOT_CONTEXT, traceId, '', api.SpanKind.INTERNAL, {}, []).decision;
    const traceFlags = decision === sdk.SamplingDecision.RECORD_AND_SAMPLED ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE;
    return api.trace.setSpanContext(api.ROOT_CONTEXT, { traceId, spanId: firstSpanId(traceId), traceFlags, isRemote: true });
  };
  const start = (name: string, { message, begunAt, from, kind, attributes }: SpanWish): [Api.Span, Api.Context] => {
    const active = api.context.active();
    const here = api.trace.getSpanContext(active);
    const options: Api.SpanOptions = { kind: kindOf(api, kind), attributes: without(attributes) };
    const traceId = message ? asTraceId(message) : null;
    if (traceId !== null && traceId !== here?.traceId) {
      if (!begunAt) return [tracer.startSpan(name, options, ofMessage(traceId)), active];
      // A message that is handed in by a request of another trace points to that.
      const first = { ...options, startTime: begunAt, root: true, ...(here ? { links: [{ context: here }] } : {}) };
      return [ids.during({ traceId, spanId: firstSpanId(traceId) }, () => tracer.startSpan(name, first, active)), active];
    }
    const context = from ? propagator.extract(api.ROOT_CONTEXT, from, api.defaultTextMapGetter) : active;
    return [tracer.startSpan(name, options, context), context];
  };
  return {
    run: async (name, wish, work) => {
      if (wish.inside && !api.trace.getSpanContext(api.context.active())) return work({ set: () => undefined });
      const [span, context] = start(name, wish);
      const set = (attributes: Attributes) => void span.setAttributes(without(attributes));
      try {
        return await api.context.with(api.trace.setSpan(context, span), () => work({ set }));
      } catch (error) {
        span.recordException(error instanceof Error ? error : String(error));
        span.setStatus({ code: api.SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    current: () => api.trace.getSpanContext(api.context.active()) ?? null,
    headers: () => {
      const carrier: Record<string, string> = {};
      propagator.inject(api.context.active(), carrier, api.defaultTextMapSetter);
      return carrier;
    },
  };
}

/** Random ones, but for the first span of a message, whose ids are the message's. A span takes its ids while it is started. */
class WantedIds implements Sdk.IdGenerator {
  readonly #random: Sdk.IdGenerator;
  #wanted: { traceId: string; spanId: string } | null = null;

  constructor(random: Sdk.IdGenerator) {
    this.#random = random;
  }

  during<T>(wanted: { traceId: string; spanId: string }, begin: () => T): T {
    this.#wanted = wanted;
    try {
      return begin();
    } finally {
      this.#wanted = null;
    }
  }

  generateTraceId(): string {
    return this.#wanted?.traceId ?? this.#random.generateTraceId();
  }

  generateSpanId(): string {
    return this.#wanted?.spanId ?? this.#random.generateSpanId();
  }
}

function samplerOf(sdk: typeof Sdk, { sampler, ratio }: NonNullable<Config['tracing']>): Sdk.Sampler {
  const root = sampler.endsWith('always_off')
    ? new sdk.AlwaysOffSampler()
    : sampler.endsWith('traceidratio')
      ? new sdk.TraceIdRatioBasedSampler(ratio)
      : new sdk.AlwaysOnSampler();
  return sampler.startsWith('parentbased_') ? new sdk.ParentBasedSampler({ root }) : root;
}

function kindOf(api: typeof Api, kind: SpanWish['kind']): Api.SpanKind {
  const { SERVER: server, CLIENT: client, PRODUCER: producer, CONSUMER: consumer, INTERNAL } = api.SpanKind;
  return kind === undefined ? INTERNAL : { server, client, producer, consumer }[kind];
}

const without = (attributes: Attributes = {}): Api.Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
