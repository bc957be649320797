/** The one way to an operation: the input is checked, then whether the caller may, then it is done and written to the audit log. */
import type { z } from 'zod';
import type { Caller } from './caller.ts';
import { isRead, scopeOf, type Operation, type Touched } from './operation.ts';
import { issueProblem } from './issue-problem.ts';
import { inEnglish } from './problem.ts';
import { failed, failure, record, type AdminResult, type Failure, type InputIssue } from './result.ts';
import { isSecret } from './words.ts';

export async function perform<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  caller: Caller,
  given: unknown,
): Promise<AdminResult<z.output<Output>>> {
  const scope = scopeOf(operation);
  if (caller.scopes && !caller.scopes.includes(scope)) return failure('forbidden', 'noScope', { scope });
  const parsed = operation.input.safeParse(given);
  if (!parsed.success) return invalid(parsed.error);
  const touched = await operation.touches(parsed.data);
  const refused = refusalOf(caller, touched);
  if (refused) return refused;
  const result = await operation.run(caller, parsed.data);
  if (!result.ok) return result;
  if (!isRead(operation)) await record(caller, operation.name, { ...withoutSecrets(operation, parsed.data), ...noteOf(touched) });
  // Nothing leaves that the description does not name.
  return { ok: true, value: operation.output.parse(result.value) };
}

function refusalOf({ domains }: Caller, touched: Touched): Failure | null {
  if (domains === null || touched === 'own') return null;
  if (touched === 'server') return failure('forbidden', 'serverOnly');
  const foreign = touched.domains.find((domain) => !domains.includes(domain));
  if (foreign === undefined) return null;
  return foreign === '' ? failure('forbidden', 'notYours') : failure('forbidden', 'notYourDomain', { domain: foreign });
}

function invalid(error: z.ZodError): AdminResult<never> {
  const issues = error.issues.map((issue): InputIssue => {
    const problem = issueProblem(issue);
    return { field: issue.path.join('.'), message: inEnglish(problem), problem };
  });
  return { ...failed('invalid', issues[0]?.problem ?? issueProblem(undefined)), issues };
}

/** The domains, so that their own administrators find it in the log. */
const noteOf = (touched: Touched) => (typeof touched === 'object' && touched.domains.length > 0 ? { domains: touched.domains } : {});

function withoutSecrets(operation: Operation, input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value !== undefined && !isSecret(operation.input.shape[name] as z.ZodType | undefined)),
  );
}
