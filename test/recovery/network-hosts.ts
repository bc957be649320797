/**
 * Hosts of a test's own: network namespaces, each at the end of a cable (veth) to this machine, which can be pulled. They see this machine
 * and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { needTool } from '../interop/needed-program.ts';

export interface NetworkHost {
  namespace: string;
  /** Its own address, and that of this machine at the other end of its cable. */
  address: string;
  here: string;
  /** All processes in it. */
  pids: () => number[];
  pull: () => void;
  plug: () => void;
  remove: () => void;
}

/** The kernel gives this container no network of its own. */
export class NoNamespaces extends Error {}

/** Throws with what is missing where there can be none. */
export function makeHost(number: number): NetworkHost {
  if (process.getuid?.() !== 0) throw new Error('Two hosts did not run: namespaces of the network are made by root only.');
  needTool('ip', 'iproute2');
  const tag = `${process.pid % 100_000}n${number}`;
  const namespace = `ph${tag}`;
  const [here, there] = [`h${tag}`, `t${tag}`];
  const net = `10.77.${(process.pid % 120) * 2 + number}`;
  const [hereAddress, address] = [`${net}.1`, `${net}.2`];
  const remove = () => void spawnSync('ip', ['netns', 'del', namespace]); // its cable goes with it
  ip('netns', 'add', namespace);
  try {
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there);
    ip('link', 'set', there, 'netns', namespace);
    ip('addr', 'add', `${hereAddress}/30`, 'dev', here);
    ip('link', 'set', here, 'up');
    const inside = (...args: string[]) => ip('-n', namespace, ...args);
    inside('link', 'set', 'lo', 'up');
    inside('addr', 'add', `${address}/30`, 'dev', there);
    inside('link', 'set', there, 'up');
    inside('route', 'add', 'default', 'via', hereAddress);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    ...{ namespace, address, here: hereAddress, remove },
    pids: () => ip('netns', 'pids', namespace).split(/\s+/).filter(Boolean).map(Number),
    pull: () => void ip('link', 'set', here, 'down'),
    plug: () => void ip('link', 'set', here, 'up'),
  };
}

function ip(...args: string[]): string {
  const done = spawnSync('ip', args, { encoding: 'utf8' });
  if (/not permitted|denied/i.test(done.stderr))
    throw new NoNamespaces(`${done.stderr.trim()} (CAP_SYS_ADMIN and CAP_NET_ADMIN are needed)`);
  if (done.status !== 0) throw new Error(`Two hosts did not run: "ip ${args.join(' ')}" said ${done.stderr.trim() || done.error?.message}`);
  return done.stdout;
}
