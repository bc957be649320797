/** Collects the values of a statement while its text is put together: values are never written into SQL. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** `$n`, with a cast when the type would not be clear to Postgres. */
  add(value: unknown, type?: string): string {
    this.values.push(value);
    return `$${this.values.length}${type ? `::${type}` : ''}`;
  }
}
