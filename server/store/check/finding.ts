/** A broken invariant of the store. */
export interface Finding {
  check: string;
  accountId: number | null;
  object: string | null;
  detail: string | null;
}
