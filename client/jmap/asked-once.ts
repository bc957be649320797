/** What is loaded once and then kept. A failure is not kept: whoever needs it next asks again. `anew` asks in any case. */
export function askedOnce<T>(load: () => Promise<T>): { get: () => Promise<T>; anew: () => Promise<T> } {
  let kept: Promise<T> | undefined;
  const anew = () => {
    const asked = load();
    kept = asked;
    asked.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked;
  };
  return { get: () => kept ?? anew(), anew };
}
