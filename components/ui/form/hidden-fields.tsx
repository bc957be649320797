/** What a form sends besides what is typed into it; a list is sent one by one. */
export type Fields = Record<string, string | number | boolean | readonly string[]>;

export function HiddenFields({ fields }: { fields: Fields }) {
  return Object.entries(fields).flatMap(([name, value]) =>
    (typeof value === 'object' ? value : [String(value)]).map((one) => (
      <input key={`${name} ${one}`} type="hidden" name={name} value={one} />
    )),
  );
}
