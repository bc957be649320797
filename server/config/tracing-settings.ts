/** Settings of traces, under the standard names of OpenTelemetry. What is not here (headers, timeout, compression, certificates) the exporter reads. */
import { z } from 'zod';
import type { Take } from './take.ts';

export interface TracingSettings {
  /** Null: no spans are made, and nothing of OpenTelemetry is loaded. */
  tracing: {
    serviceName: string;
    sampler: (typeof samplers)[number];
    /** Of the samplers by ratio: this part of all traces. */
    ratio: number;
    /** Milliseconds until what has gathered is sent. */
    delayMs: number;
  } | null;
}

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

export function tracingSettings(take: Take): TracingSettings {
  const endpoint = z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:/.test(text), 'it must be an address, such as http://localhost:4318');
  const at = take('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', endpoint, '') || take('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint, '');
  const boolean = z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false'], { error: 'it must be true or false' }));
  const off = take('OTEL_SDK_DISABLED', boolean, 'false') === 'true';
  const protocol = z.enum(['http/json'], { error: 'it must be http/json: traces are sent in no other way' });
  take('OTEL_EXPORTER_OTLP_PROTOCOL', protocol, 'http/json');
  take('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', protocol, 'http/json');
  const tracing = {
    serviceName: take('OTEL_SERVICE_NAME', z.string(), 'posthorn'),
    sampler: take('OTEL_TRACES_SAMPLER', z.enum(samplers, { error: `it must be one of ${samplers.join(', ')}` }), 'parentbased_always_on'),
    ratio: take(
      'OTEL_TRACES_SAMPLER_ARG',
      z
        .string()
        .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'it must be a part from 0 to 1, such as 0.1')
        .transform(Number),
      1,
    ),
    delayMs: take(
      'OTEL_BSP_SCHEDULE_DELAY',
      z
        .string()
        .regex(/^\d{1,6}$/, 'it must be a number of milliseconds, such as 5000')
        .transform(Number),
      5000,
    ),
  };
  return { tracing: at && !off ? tracing : null };
}
