/** The commands (RFC 5228 §3 and §4, and the extensions): control here, actions in their own files. */
import { checkScript } from '../check/check.ts';
import type { Node } from '../check/program.ts';
import { sieveLimits } from '../limits.ts';
import { addHeader, deleteHeader } from './edit-header.ts';
import { addFlag, removeFlag, setFlag } from './flag-commands.ts';
import { discard, fileInto, keep, notify, redirect, reject, vacation } from './disposition.ts';
import type { Run } from './run-state.ts';
import { runTest } from './tests.ts';
import { modifiers } from './variables.ts';

type Action = (run: Run, node: Node) => void;

export function runBlock(run: Run, commands: readonly Node[]): void {
  let answered = false; // of the if that is open
  for (const node of commands) {
    if (run.stopped || run.returned) return;
    run.spend(1);
    if (node.name === 'if' || (node.name === 'elsif' && !answered) || (node.name === 'else' && !answered)) {
      const [test] = node.tests;
      answered = test ? runTest(run, test) : true;
      if (answered) runBlock(run, node.block);
    } else if (node.name !== 'elsif' && node.name !== 'else') actions[node.name]?.(run, node);
  }
}

const set: Action = (run, { args, tags, line }) => {
  const [name = ''] = args[0]?.strings ?? [];
  let value = run.expand(args[1]?.strings[0] ?? '');
  for (const [tag, change] of modifiers) if (tags.has(tag)) value = change(value);
  if (!run.variables.set(name, value)) run.fail(line, `More than ${sieveLimits.variables} variables.`);
};

/** RFC 6609 §3.1. */
const include: Action = (run, { args, tags, line }) => {
  const [name = ''] = args[0]?.strings ?? [];
  const source = tags.has(':global') ? undefined : run.environment.scripts.get(name);
  // Nor one that is running: to include it once more would be to include itself.
  if (tags.has(':once') && (run.included.has(name) || run.including.includes(name))) return;
  if (source === undefined) {
    if (tags.has(':optional')) return;
    return run.fail(line, `There is no script "${name}" to include.`);
  }
  if (run.including.includes(name)) run.fail(line, `The script "${name}" includes itself.`);
  if (run.including.length > sieveLimits.includeDepth)
    run.fail(line, `Scripts include each other deeper than ${sieveLimits.includeDepth}.`);
  if (++run.includes > sieveLimits.includes) run.fail(line, `More than ${sieveLimits.includes} scripts are included.`);
  const checked = checkScript(source);
  run.spend(source.length);
  if (!checked.ok) return run.fail(line, `The included script "${name}" is wrong in line ${checked.error.line}: ${checked.error.message}`);
  const { variables, usesVariables } = run;
  run.included.add(name);
  run.including.push(name);
  run.variables = variables.within();
  run.usesVariables = checked.program.requires.has('variables');
  runBlock(run, checked.program.commands);
  run.variables = variables;
  run.usesVariables = usesVariables;
  run.including.pop();
  run.returned = false; // RFC 6609 §3.3: `return` ends the included script alone; `stop` ends all
};

const actions: Readonly<Record<string, Action | undefined>> = {
  stop: (run) => {
    run.stopped = true;
  },
  return: (run) => {
    run.returned = true;
  },
  global: (run, { args, line }) => {
    for (const name of args[0]?.strings ?? [])
      if (!run.variables.declareGlobal(name)) run.fail(line, `The variable "${name}" was set before it was declared global.`);
  },
  error: (run, { args, line }) => run.fail(line, run.expand(args[0]?.strings[0] ?? '')),
  '?': (run, { args, line }) => run.fail(line, args[0]?.strings[0] ?? ''),
  addflag: addFlag,
  addheader: addHeader,
  deleteheader: deleteHeader,
  discard,
  ereject: reject,
  fileinto: fileInto,
  include,
  keep,
  notify,
  redirect,
  reject,
  removeflag: removeFlag,
  set,
  setflag: setFlag,
  vacation,
};
