/**
 * `npm run bench`: starts a Posthorn of its own with many accounts, runs every scenario against it and, with `--peer`, against another
 * server right after it, prints a table with ratios and writes bench/results/latest.json.
 *
 *     BENCH_PORT_OFFSET=16000 npm run bench -- [--messages 2000] [--accounts 20] [--only delivery,list]
 *         [--peer smtp=127.0.0.1:3025,imap=127.0.0.1:3143,user=u1@example.test,users=u%@example.test,password=secret]
 *     npm run bench -- webmail [--mailbox 100000]  the webmail in Chromium over a large account
 *     npm run bench -- idle [--connections 10000]  memory of programs that wait for mail (the limit of open files must allow them)
 *     npm run bench -- spam [--corpus FOLDER]      the junk filter, on a corpus, without a server (bench/spam)
 *
 * The peer needs users that `users` names with % as 1, 2, 3, …; it is filled by the delivery scenario like ours.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { closeDatabase } from '#server/store/index.ts';
import { startBenchServer } from './server.ts';
import { scenarios } from './scenarios/index.ts';
import { benchSpam } from './spam/run.ts';
import { parsePeer, type Target } from './target.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: 'string' },
    messages: { type: 'string', default: '2000' },
    accounts: { type: 'string', default: '20' },
    mailbox: { type: 'string', default: '100000' },
    connections: { type: 'string', default: '500' },
    only: { type: 'string' },
    peer: { type: 'string' },
  },
});
if (positionals.includes('spam')) {
  await benchSpam(values.corpus);
  process.exit(0);
}
const plan = {
  messages: Number(values.messages),
  accounts: Number(values.accounts),
  mailbox: Number(values.mailbox),
  connections: Number(values.connections),
};
const names = [...(values.only?.split(',') ?? []), ...positionals];
const wanted = scenarios.filter(({ name, onlyByName }) => (names.length > 0 ? names.includes(name) : !onlyByName));

const server = await startBenchServer(plan.accounts);
const targets: Target[] = [server.target, ...(values.peer ? [parsePeer(values.peer)] : [])];
const results: { scenario: string; target: string; figure: string; value: number; unit: string }[] = [];
for (const scenario of wanted) {
  for (const target of targets) {
    if (scenario.needs && !target[scenario.needs]) continue;
    for (const figure of await scenario.run(target, plan)) {
      results.push({ scenario: scenario.name, target: target.name, ...figure });
      console.log(
        `${scenario.name.padEnd(10)} ${target.name.padEnd(10)} ${figure.figure.padEnd(34)} ${format(figure.value)} ${figure.unit}`,
      );
    }
  }
}
await closeDatabase();
await server.stop();

const peers = results.filter(({ target }) => target !== server.target.name);
if (peers.length > 0) console.log('\nposthorn : peer');
for (const peer of peers) {
  const ours = results.find((one) => one.target === server.target.name && one.scenario === peer.scenario && one.figure === peer.figure);
  if (ours) console.log(`  ${peer.scenario} ${peer.figure}: ${(ours.value / peer.value).toFixed(2)} (${peer.unit})`);
}
mkdirSync('bench/results', { recursive: true });
const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
writeFileSync('bench/results/latest.json', `${JSON.stringify({ plan, machine, results }, null, 2)}\n`);
console.log('\nwritten to bench/results/latest.json');

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 }).padStart(10);
}
