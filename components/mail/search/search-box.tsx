'use client';
/**
 * The search box: a text field, always. What is typed is a query of words and operators; when the field is left, operators are shown as chips
 * over it, each with a button that takes it out, and a click into the field shows the text again.
 */
import { Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { usePeople } from '#client/hooks/use-people.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { openBox, openThread, searchHere } from '#client/mail/navigate.ts';
import { tokensOf, withoutToken, type Token } from '#client/mail/search/query-tokens.ts';
import { noteSearch } from '#client/mail/search/recent-searches.ts';
import { nextOperators, suggestionsFor, type Suggestion } from '#client/mail/search/suggestions.ts';
import { SearchSuggestions, suggestionId } from './search-suggestions.tsx';

/** The box takes what the address says, also on Back; typing does not change the address. */
export function SearchBox() {
  const shown = useMail((state) => state.route.q);
  return <Box key={shown} initial={shown} />;
}

function Box({ initial }: { initial: string }) {
  const t = useTranslations('mail');
  const [text, setText] = useState(initial);
  const [caret, setCaret] = useState(initial.length);
  const [isFocused, setFocused] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const people = usePeople(text, caret, isFocused && isOpen);
  const suggestions = isFocused && isOpen ? suggestionsFor(text, caret, people) : [];
  const current = suggestions[at];
  const tokens = tokensOf(text);
  const showsChips = !isFocused && tokens.some(({ isOperator }) => isOperator);
  const write = (value: string, place = value.length) => {
    setText(value);
    setCaret(place);
    setAt(-1);
    setOpen(true);
  };
  const ask = (query: string) => {
    setOpen(false);
    field.current?.blur();
    if (query.trim() === '') return openBox('inbox');
    noteSearch(query.trim());
    searchHere(query.trim());
  };
  const choose = (suggestion: Suggestion) => {
    if (suggestion.kind === 'mail') {
      setOpen(false);
      field.current?.blur();
      return openThread(suggestion.threadId);
    }
    if (suggestion.kind === 'recent') return ask(suggestion.query);
    write(suggestion.query);
    field.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = suggestions.length + 1; // with the field itself, which is -1
    if (by && suggestions.length > 0) setAt(((at + 1 + by + places) % places) - 1);
    else if (event.key === 'Escape' && isOpen && suggestions.length > 0) setOpen(false);
    else if (event.key === 'Escape') event.currentTarget.blur();
    else if (event.key === 'Enter' && current) choose(current);
    else if (event.key === 'Tab' && !event.shiftKey && isOpen && !complete()) return;
    else if (event.key !== 'Tab') return;
    event.preventDefault();
  };
  /** Tab takes what is offered for the word at the caret, when something is. */
  const complete = (): boolean => {
    const value =
      current && current.kind !== 'mail' ? current.query : suggestions.find(({ kind }) => kind === 'value' || kind === 'person');
    const query = typeof value === 'string' ? value : value && 'query' in value ? value.query : undefined;
    const [operator] = nextOperators(text, caret);
    const isOperator = operator && text.trim() !== '' && operator.query.startsWith(text.slice(0, Math.max(0, caret - 1)));
    const taken = isOperator && !query?.startsWith(text) ? operator.query : query;
    if (!taken || taken.trim() === text.trim()) return false;
    write(taken);
    return true;
  };
  const look =
    'relative flex h-10 min-w-0 max-w-160 flex-1 items-center gap-2 rounded-full border border-border bg-surface ps-4 pe-2 focus-within:border-accent';
  return (
    <form
      role="search"
      className={look}
      onSubmit={(event) => {
        event.preventDefault();
        ask(text);
      }}
    >
      <Search size={16} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
      <span className="relative grid min-w-0 flex-1 items-center">
        <input
          ref={field}
          type="text"
          role="searchbox"
          aria-label={t('searchMail')}
          aria-autocomplete="list"
          aria-controls="search-suggestions"
          aria-activedescendant={current ? suggestionId(current) : undefined}
          placeholder={t('searchMail')}
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          className={`min-w-0 bg-transparent outline-none placeholder:text-fg-3 ${showsChips ? 'opacity-0' : ''}`}
          value={text}
          onChange={(event) => write(event.target.value, event.target.selectionStart ?? event.target.value.length)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => (setFocused(true), setOpen(true))}
          onBlur={() => (setFocused(false), setOpen(false), setAt(-1))}
          onKeyDown={onKeyDown}
        />
        {showsChips && <Chips tokens={tokens} onRemove={(token) => ask(withoutToken(text, token))} />}
      </span>
      {text ? (
        <button
          type="button"
          aria-label={t('clearSearch')}
          className="grid size-7 flex-none place-items-center rounded-full hover:bg-hover"
          onClick={() => openBox('inbox')}
        >
          <X size={16} aria-hidden />
        </button>
      ) : (
        <kbd
          aria-hidden
          className="me-1 grid size-5 flex-none place-items-center rounded-[5px] border border-border text-[12px] text-fg-3 max-sm:hidden"
        >
          /
        </kbd>
      )}
      <div id="search-suggestions" className="absolute inset-x-0 top-full z-40">
        {isFocused && isOpen && (
          <SearchSuggestions
            suggestions={suggestions}
            current={current}
            text={text}
            operators={nextOperators(text, caret)}
            onChoose={choose}
            onOperator={(query) => (write(query), field.current?.focus())}
          />
        )}
      </div>
    </form>
  );
}

/** Over the field, for the mouse: a click beside a button goes through to the text. */
function Chips({ tokens, onRemove }: { tokens: Token[]; onRemove: (token: Token) => void }) {
  const t = useTranslations('mail');
  return (
    <span className="pointer-events-none absolute inset-0 flex items-center gap-1.5 overflow-hidden whitespace-nowrap">
      {tokens.map((token) =>
        token.isOperator ? (
          <span
            key={token.at}
            className="flex h-7 min-w-0 flex-none items-center gap-1 rounded-full bg-accent-soft ps-2.5 pe-1 text-[13px]"
          >
            <span aria-hidden className="text-fg-2">
              {token.negated ? '−' : ''}
              {token.key}
            </span>
            <span aria-hidden className="max-w-40 truncate">
              {token.value}
            </span>
            <button
              type="button"
              aria-label={t('removeChip', { part: token.text })}
              className="pointer-events-auto grid size-6 place-items-center rounded-full text-fg-2 hover:bg-hover"
              onClick={() => onRemove(token)}
            >
              <X size={14} aria-hidden />
            </button>
          </span>
        ) : (
          <span key={token.at} aria-hidden className="truncate">
            {token.text}
          </span>
        ),
      )}
    </span>
  );
}
