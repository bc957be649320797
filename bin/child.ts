/** A process of ours that is started again whenever it dies, and told which sockets are its. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sockets } from './dealer.ts';
import { root } from './ready.js';

export interface Child {
  /** Resolves when the process first said that it serves. */
  ready: Promise<void>;
  stop: () => Promise<void>;
}

/** The processes of one launcher that live: asked together what they have counted. */
const alive = new Set<ChildProcess>();

async function gatherMetrics(asker: ChildProcess, id: string): Promise<void> {
  const answers = [...alive].map((child, index) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const token = `${id}/${index}`;
    const listen = (message: { metricsFor?: string; metrics?: unknown }) => {
      if (message.metricsFor === token) resolve(message.metrics);
    };
    child.on('message', listen);
    child.send({ tellMetrics: token }, () => {});
    const late = setTimeout(() => resolve(null), 2000); // it is starting, or ending
    return promise.finally(() => {
      clearTimeout(late);
      child.off('message', listen);
    });
  });
  const list = (await Promise.all(answers)).filter((one) => one !== null);
  if (asker.connected) asker.send({ allMetrics: id, list }, () => {});
}

export function keepRunning(name: string, sockets: Sockets, env: NodeJS.ProcessEnv): Child {
  let child: ChildProcess | undefined;
  let stopped = false;
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
  const run = () => {
    const startedAt = performance.now();
    const again = (why: string) => {
      if (stopped) return;
      console.error(`posthorn: ${name} ${why}, starting it again`);
      setTimeout(() => stopped || run(), performance.now() - startedAt < 10_000 ? 1000 : 0); // at once, but never in a tight loop
    };
    let started: ChildProcess;
    try {
      started = spawn(process.execPath, [`bin/${name}.ts`], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    } catch (error) {
      return again(`could not be started (${String(error)})`);
    }
    // Without room for one more process, or for its files, there is none that could end.
    started.on('error', ({ message }) => {
      if (started.pid === undefined) again(`could not be started (${message})`);
      else console.error(`posthorn: ${name}: ${message}`); // `exit` follows and decides
    });
    if (started.pid === undefined) return;
    child = started;
    started.on('message', (message: { want?: string; taken?: number; ready?: true; wantMetrics?: string }) => {
      if (message.want) sockets.join(started, message.want);
      if (message.taken !== undefined) sockets.taken?.(started, message.taken);
      if (message.ready) isReady();
      if (message.wantMetrics) void gatherMetrics(started, message.wantMetrics);
    });
    alive.add(started);
    started.on('exit', (code, signal) => {
      alive.delete(started);
      sockets.leave?.(started);
      again(`ended (${signal ?? code})`);
    });
  };
  run();
  const stop = async () => {
    stopped = true;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const last = child;
    await Promise.race([once(last, 'exit'), sleep(10_000, undefined, { ref: false }).then(() => last.kill('SIGKILL'))]);
  };
  return { ready, stop };
}
