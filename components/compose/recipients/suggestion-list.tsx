/** The people offered under a recipient field. The pointer must not take the focus from the field. */
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Suggestion } from '#client/compose/recipients.ts';
import { Avatar } from '#components/ui/avatar.tsx';

export function SuggestionList({
  id,
  people,
  active,
  onPick,
}: {
  id: string;
  people: Suggestion[];
  active: number;
  onPick: (one: Suggestion) => void;
}) {
  const t = useTranslations('compose');
  return (
    <ul
      id={`${id}-list`}
      role="listbox"
      aria-label={t('suggestions')}
      hidden={people.length === 0}
      className="absolute start-16 top-full z-10 max-w-[calc(100%-80px)] min-w-72 rounded-card border border-border bg-raised p-1.5 shadow-menu"
    >
      {people.map((one, index) => (
        <li
          key={`${one.email} ${one.name}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(one)}
          className={`flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-[13px] leading-5 ${index === active ? 'bg-selected' : 'hover:bg-hover'}`}
        >
          {one.members ? (
            <span className="grid size-6 flex-none place-items-center rounded-full bg-accent-soft text-accent">
              <UsersRound size={14} aria-hidden />
            </span>
          ) : (
            <Avatar name={one.name ?? one.email} email={one.email} size={24} />
          )}
          <span className="truncate font-medium">{one.name ?? one.email}</span>
          {one.name && <span className="truncate text-fg-3">{one.members ? t('members', { count: one.members.length }) : one.email}</span>}
        </li>
      ))}
    </ul>
  );
}
