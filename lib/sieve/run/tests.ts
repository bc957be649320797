/** The tests (RFC 5228 §5, and the extensions), by name. */
import type { Node } from '../check/program.ts';
import { runBody } from './body-test.ts';
import { runCurrentDate, runDate } from './date-test.ts';
import { runAddress, runEnvelope, runExists, runHeader } from './header-tests.ts';
import { runDuplicate, runEnvironment, runHasFlag, runIHave, runNotifyCapability, runString } from './state-tests.ts';
import { mailboxExists, mailboxIdExists, specialUseExists } from './mailbox-tests.ts';
import { readMailto } from './mailto.ts';
import type { Run } from './run-state.ts';

type Test = (run: Run, node: Node) => boolean;

export function runTest(run: Run, node: Node): boolean {
  run.spend(1);
  const test = tests[node.name];
  return test ? test(run, node) : run.fail(node.line, node.args[0]?.strings[0] ?? `There is no test "${node.name}".`);
}

const tests: Readonly<Record<string, Test | undefined>> = {
  address: runAddress,
  // RFC 5228 §5.2, §5.3: from left to right, no further than needed.
  allof: (run, { tests: inner }) => inner.every((test) => runTest(run, test)),
  anyof: (run, { tests: inner }) => inner.some((test) => runTest(run, test)),
  body: runBody,
  currentdate: runCurrentDate,
  date: runDate,
  duplicate: runDuplicate,
  envelope: runEnvelope,
  environment: runEnvironment,
  exists: runExists,
  false: () => false,
  hasflag: runHasFlag,
  header: runHeader,
  ihave: runIHave,
  mailboxexists: mailboxExists,
  mailboxidexists: mailboxIdExists,
  not: (run, { tests: [inner] }) => !(inner && runTest(run, inner)),
  notify_method_capability: runNotifyCapability,
  size: ({ message }, { tags }) => {
    const [over, under] = [tags.get(':over'), tags.get(':under')];
    // RFC 5228 §5.9: neither is true of exactly that size.
    return over ? message.size > over.number : under ? message.size < under.number : false;
  },
  specialuse_exists: specialUseExists,
  string: runString,
  true: () => true,
  valid_notify_method: (run, { args }) => run.expandAll(args[0]?.strings).every((uri) => readMailto(uri) !== null),
};
