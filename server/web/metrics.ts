/**
 * `/metrics` for Prometheus: what the processes of this machine count, added up, and what the database knows of all machines. For programs
 * of this machine, and for whoever shows the token of METRICS_TOKEN.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AggregatorRegistry, Gauge, Registry } from 'prom-client';
import { config } from '#server/config/config.ts';
import { metricsOfAll } from '#server/net/child-process.ts';
import { storeFigures } from '#server/store/index.ts';

export async function answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!mayRead(request)) return void response.writeHead(403, { 'content-type': 'text/plain' }).end('Show the token of METRICS_TOKEN.\n');
  const counted = await AggregatorRegistry.aggregate((await metricsOfAll()) as object[]).metrics();
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${counted}\n${await figures()}`);
}

function mayRead(request: IncomingMessage): boolean {
  const { metricsToken } = config();
  const shown = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (metricsToken !== null && shown !== undefined) return timingSafeEqual(digest(shown), digest(metricsToken));
  // A proxy on this machine stands for people who are elsewhere.
  const near = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
  return near && metricsToken === null && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

async function figures(): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: number, labels: Record<string, string> = {}) => {
    const known = registry.getSingleMetric(name) as Gauge | undefined;
    (known ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] })).set(labels, value);
  };
  const found = await storeFigures();
  gauge('posthorn_accounts', 'Accounts', found.accounts);
  gauge('posthorn_mail_octets', 'Octets of mail that count towards quotas', found.octets);
  gauge('posthorn_mail_messages', 'Messages of all accounts', found.messages);
  for (const [state, count] of Object.entries(found.queue)) gauge('posthorn_queue_recipients', 'Recipients in the queue', count, { state });
  gauge('posthorn_queue_oldest_seconds', 'Age of the oldest recipient that waits to be served', found.oldestQueuedSeconds);
  gauge('posthorn_index_waiting', 'Messages that cannot be searched yet', found.unindexed);
  gauge('posthorn_database_octets', 'Size of the database', found.databaseOctets);
  if (found.lastBackupAt)
    gauge('posthorn_last_backup_timestamp_seconds', 'When the last good daily backup began', found.lastBackupAt.getTime() / 1000);
  return registry.metrics();
}
