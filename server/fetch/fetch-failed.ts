import type { FetchProblemCode } from '#lib/fetch/problem.ts';

/** Ends an attempt. The code is for the page, the message for whoever knows the other server. */
export class FetchFailed extends Error {
  readonly code: FetchProblemCode;
  constructor(code: FetchProblemCode, detail: string) {
    super(
      detail
        .replaceAll(/[\p{Cc}\s]+/gu, ' ')
        .trim()
        .slice(0, 300),
    );
    this.code = code;
  }
}
