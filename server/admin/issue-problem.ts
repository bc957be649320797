/** What a schema found wrong, as a problem: its own sentence where it has one, otherwise what zod says of the type, size or choice. */
import type { z } from 'zod';
import { problemIn, type Problem } from './problem.ts';

export function issueProblem(issue: z.core.$ZodIssue | undefined): Problem {
  if (!issue) return { code: 'notUnderstood', values: {} };
  const own = problemIn(issue.message);
  if (own) return own;
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return { code: 'fieldUnknown', values: { field: issue.keys.join(', ') } };
  if (field === '') return { code: 'notUnderstood', values: {} };
  switch (issue.code) {
    case 'too_small':
      return { code: 'fieldLeast', values: { field, least: Number(issue.minimum) } };
    case 'too_big':
      return { code: 'fieldMost', values: { field, most: Number(issue.maximum) } };
    case 'invalid_value':
      return { code: 'fieldChoice', values: { field, choices: issue.values.join(', ') } };
    case 'invalid_type':
      return { code: 'fieldWrong', values: { field, expected: issue.expected } };
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return { code: 'fieldWrong', values: { field, expected: 'other' } };
  }
}
