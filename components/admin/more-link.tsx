/** Below a list: the way to what follows in it. */
import Link from 'next/link';
import { buttonLook } from '#components/ui/button.tsx';

export function MoreLink({ href, name }: { href: string; name: string }) {
  return (
    <p className="mt-4 text-center">
      <Link href={href} className={buttonLook('secondary', 'sm')}>
        {name}
      </Link>
    </p>
  );
}
