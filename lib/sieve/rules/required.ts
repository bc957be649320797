/** The `require` that a script needs, found from what stands in it. */
import { commandSpecs, testSpecs } from '../check/specs.ts';
import { isCapability } from '../check/capabilities.ts';
import { command, list, type Command, type Test } from '../syntax/tree.ts';

/** Null: it needs none. */
export function requireFor(commands: readonly Command[]): Command | null {
  const needed = new Set<string>();
  const lookAt = (specs: typeof commandSpecs, { name, args, tests }: Command | Test) => {
    const spec = specs[name];
    if (spec?.needs) needed.add(spec.needs);
    for (const arg of args) {
      const needs = arg.kind === 'tag' ? spec?.tags?.[arg.name]?.needs : undefined;
      if (needs) needed.add(needs);
    }
    for (const test of tests) lookAt(testSpecs, test);
  };
  const every = (all: readonly Command[]): void => {
    for (const one of all) {
      lookAt(commandSpecs, one);
      every(one.block ?? []);
    }
  };
  every(commands);
  return needed.size === 0 ? null : command('require', [list([...needed].filter(isCapability).sort())]);
}
