/** A reporter for `npm test`: the names of the tests that were right only at their second try, so that what a retry hides is seen. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';

export const secondTriesFile = 'test-results/second-tries.json';

export default class SecondTries implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    mkdirSync(path.dirname(secondTriesFile), { recursive: true });
    writeFileSync(secondTriesFile, JSON.stringify(this.#names));
  }
}
