/**
 * What is counted and measured in each process, for Prometheus. The launcher adds the processes up (`/metrics`). Next bundles its own copy
 * of this module beside the one that bin/web.ts loads: what must exist once per process hangs on globalThis.
 */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const home = globalThis as { posthornMetrics?: ReturnType<typeof make> };
const shared = (home.posthornMetrics ??= make());
export const { metrics } = shared;

/** Of this process alone, to be added up with others'. */
export const metricsOfProcess = (): Promise<unknown> => shared.registry.getMetricsAsJSON();

function make() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'posthorn_process_', eventLoopMonitoringPrecision: 20 });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) => new Counter({ name, help, labelNames, registers });
  return {
    registry,
    metrics: {
      connections: counter('posthorn_connections_total', 'Connections taken', ['protocol']),
      openConnections: new Gauge({ name: 'posthorn_connections_open', help: 'Open connections', labelNames: ['protocol'], registers }),
      logIns: counter('posthorn_log_ins_total', 'Log-ins tried', ['result']),
      messagesIn: counter('posthorn_messages_in_total', 'Messages by SMTP or LMTP, with the verdict', ['kind', 'result']),
      attempts: counter('posthorn_queue_attempts_total', 'Attempts to send, by recipient', ['result']),
      commands: new Histogram({
        ...{ name: 'posthorn_command_seconds', help: 'Time that a command of IMAP or a method of JMAP took', registers },
        ...{ labelNames: ['protocol', 'command'], buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10] },
      }),
    },
  };
}
