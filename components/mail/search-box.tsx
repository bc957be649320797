'use client';
import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { useMail } from '#client/mail/mail-store.ts';
import { openBox, search } from '#client/mail/navigate.ts';

/** The search box: what is typed is a query of words and operators; Enter asks the server. */
export function SearchBox() {
  const shown = useMail((state) => state.route.q);
  return <Box key={shown} initial={shown} />;
}

function Box({ initial }: { initial: string }) {
  const [text, setText] = useState(initial);
  return (
    <form
      role="search"
      className="flex h-10 min-w-0 max-w-160 flex-1 items-center gap-2 rounded-full border border-border bg-surface ps-4 pe-2 focus-within:border-accent"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) search(text.trim());
        else openBox('inbox');
      }}
    >
      <Search size={16} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
      <input
        type="text"
        role="searchbox"
        aria-label="Search mail"
        placeholder="Search mail"
        enterKeyHint="search"
        autoComplete="off"
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-fg-3"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear search"
          className="grid size-7 place-items-center rounded-full hover:bg-hover"
          onClick={() => openBox('inbox')}
        >
          <X size={16} aria-hidden />
        </button>
      ) : (
        <kbd
          aria-hidden
          className="me-1 grid size-5 place-items-center rounded-[5px] border border-border text-[12px] text-fg-3 max-sm:hidden"
        >
          /
        </kbd>
      )}
    </form>
  );
}
