/** Initials in a circle. The hue is made from the address, so that a person always has the same. */
import './avatar.css';

const hues = [22, 52, 80, 152, 195, 245, 295, 350];

export function Avatar({ name, email, size = 36 }: { name: string; email: string; size?: number }) {
  let sum = 0;
  for (const char of email.toLowerCase()) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter(Boolean);
  const first = (word = '') => [...word][0] ?? '';
  const initials = `${first(words[0]) || '?'}${words.length > 1 ? first(words.at(-1)) : ''}`.toUpperCase();
  const style = { '--h': hues[sum % hues.length], width: size, height: size, fontSize: Math.max(9, Math.round(size * 0.36)) };
  return (
    <span
      aria-hidden
      className="avatar inline-grid flex-none place-items-center rounded-full leading-none font-semibold"
      style={style as React.CSSProperties}
    >
      {initials}
    </span>
  );
}
