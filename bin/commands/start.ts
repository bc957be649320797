/**
 * The launcher: Postgres, the schema, then the web and the mail processes over it.
 * Always: the sockets are bound before the rights are dropped; a child that dies is started again and finds its sockets with the waiting
 * connections in them; nothing of ours outlives the launcher, however it ends.
 */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { adoptBlocked } from '#server/delivery/sieve/adopt-blocked.ts';
import { forgetConfig, readConfig, type Config, type PortName } from '#server/config/config.ts';
import { startPostgres } from '#server/store/embedded.ts';
import { migrate } from '#server/store/migrate.ts';
import { ensureCertificate } from '#server/tls/self-signed.ts';
import { bind } from '../bind.ts';
import { keepRunning } from '../child.ts';
import { Dealer, handedOver } from '../dealer.ts';
import { prepareFirstStart } from '../first-start.ts';
import { printListeners, printSetupLink } from '../listener-table.ts';
import { sweepProofs } from '../prove-backup.ts';
import { handOver, root } from '../ready.js';
import { claimSecret, ensureSecret } from '../secret.ts';
import { stopRequest } from '../stop-request.ts';
import { dropRights, planRun, type RunPlan } from '../unprivileged.ts';
import { UsageError } from '../usage-error.ts';

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { roles: { type: 'string', default: 'web,mail' } } });
  const roles = values.roles.split(',');
  const wrong = roles.find((role) => !['web', 'mail'].includes(role));
  if (wrong !== undefined) throw new UsageError(`"${wrong}" is not a role: --roles takes web, mail or both.`, { usage: true });
  const settings = readConfig(process.env); // before anything is made: a wrong setting ends the start
  const plan = planRun(path.resolve(root, settings.dataDir));
  if (plan.program === root) return start(plan, settings, roles);
  const node = path.join(plan.program, path.relative(root, process.execPath));
  const env = { ...process.env, DATA_DIR: plan.dataDir };
  handOver(node, [`${plan.program}/bin/posthorn.ts`, ...process.argv.slice(2)], { cwd: plan.program, env });
}

async function start(plan: RunPlan, settings: Config, roles: string[]): Promise<void> {
  const stopping = stopRequest();
  const ports = Object.entries(settings.ports) as [PortName, number][];
  const wanted = ports.filter(([name]) => roles.includes(name.startsWith('HTTP') ? 'web' : 'mail'));
  const listeners = Object.fromEntries(wanted.map(([name, port]) => [name, bind(settings.listenHost, port, name)]));
  dropRights(plan);
  void sweepProofs(plan.dataDir).catch((error: unknown) => console.error(`posthorn: old proofs of backups stay: ${String(error)}`));

  const database = settings.databaseUrl ? undefined : await startPostgres(plan.dataDir);
  const databaseUrl = settings.databaseUrl ?? database?.url ?? '';
  for (const name of await migrate(databaseUrl, path.join(root, 'prisma/migrations'))) console.log(`posthorn: applied ${name}`);

  const own = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: plan.dataDir,
    POSTHORN_SECRET: process.env.POSTHORN_SECRET ?? ensureSecret(plan.dataDir),
  };
  const certificate = settings.tlsCert ? {} : await ensureCertificate(plan.dataDir, settings.hostname);
  const env: NodeJS.ProcessEnv = { ...process.env, ...certificate, ...own, NODE_ENV: 'production' };
  Object.assign(process.env, own);
  forgetConfig();
  await claimSecret(own.POSTHORN_SECRET);
  await adoptBlocked();
  const setupPath = await prepareFirstStart(settings);

  const workers = mailWorkers();
  const dealer = workers.length > 1 ? new Dealer(listeners) : null;
  const children = [
    ...(roles.includes('web') ? [keepRunning('web', handedOver(listeners), env)] : []),
    ...(roles.includes('mail')
      ? workers.map((number) => keepRunning('mail', dealer ?? handedOver(listeners), { ...env, MAIL_WORKER: String(number) }))
      : []),
  ];
  const lost = database?.lost.then(() => {
    throw new UsageError(
      `Postgres stopped by itself; its log is in ${plan.dataDir}/postgres/log. Start again: nothing that was accepted is lost.`,
    );
  });
  void Promise.all(children.map(({ ready }) => ready)).then(() => {
    printListeners(settings, roles);
    if (setupPath) printSetupLink(settings, setupPath);
  });
  await Promise.race([stopping, lost ?? stopping]);
  dealer?.close();
  await Promise.all(children.map((child) => child.stop()));
  await database?.stop();
  process.exit(0);
}

// Half of the cores: Postgres and the web process want the others.
function mailWorkers(): number[] {
  const count = Math.min(8, Math.max(1, Math.floor(availableParallelism() / 2)));
  return Array.from({ length: count }, (_, index) => index);
}
