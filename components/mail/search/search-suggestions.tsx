'use client';
import { FolderSearch, History, Mail } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Avatar } from '#components/ui/avatar.tsx';
import { shortDate } from '#client/i18n/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { cutAtWords } from '#client/mail/search/mark-words.ts';
import type { Suggestion } from '#client/mail/search/suggestions.ts';

export const suggestionId = ({ key }: Suggestion): string => `suggestion-${key.replaceAll(/[^\w-]/g, '_')}`;

interface Props {
  suggestions: readonly Suggestion[];
  current: Suggestion | undefined;
  text: string;
  operators: { text: string; query: string }[];
  onChoose: (suggestion: Suggestion) => void;
  onOperator: (query: string) => void;
}
const kinds = ['recent', 'value', 'person', 'mail'] as const;

export function SearchSuggestions({ suggestions, current, text, operators, onChoose, onOperator }: Props) {
  const t = useTranslations('mail');
  return (
    <div
      className="mt-1 overflow-hidden rounded-card border border-border bg-raised shadow-menu"
      onMouseDown={(event) => event.preventDefault()} // the field keeps the focus
    >
      {suggestions.length > 0 && (
        <div role="listbox" aria-label={t('suggestions.title')} className="p-1.5">
          {kinds.map((kind) => {
            const own = suggestions.filter((one) => one.kind === kind);
            if (own.length === 0) return null;
            return (
              <div key={kind} role="group" aria-label={t(`suggestions.${kind}`)}>
                <div className="px-2.5 pt-1.5 pb-1 text-[12px] leading-4 text-fg-3" aria-hidden>
                  {t(`suggestions.${kind}`)}
                </div>
                {own.map((one) => (
                  <Option key={one.key} suggestion={one} text={text} isCurrent={one === current} onChoose={() => onChoose(one)} />
                ))}
              </div>
            );
          })}
        </div>
      )}
      <div className="flex items-center gap-1.5 overflow-x-auto border-t border-hairline px-2.5 py-2 first:border-t-0">
        {operators.map((operator) => (
          <button
            key={operator.text}
            type="button"
            tabIndex={-1}
            className="h-7 flex-none rounded-full border border-border px-2.5 font-mono text-[12px] hover:bg-hover"
            onClick={() => onOperator(operator.query)}
          >
            {operator.text}
          </button>
        ))}
        <span className="ms-auto ps-2 text-[12px] whitespace-nowrap text-fg-3 max-sm:hidden">{t('suggestions.tab')}</span>
      </div>
    </div>
  );
}

interface OptionProps {
  suggestion: Suggestion;
  text: string;
  isCurrent: boolean;
  onChoose: () => void;
}

function Option({ suggestion, text, isCurrent, onChoose }: OptionProps) {
  const settings = useMail((state) => state.settings);
  const words = text.split(/\s+/).map((word) => word.replace(/^\w+:/, ''));
  const marked = (name: string) =>
    cutAtWords(name, words, true).map((part, index) => (part.isMatch ? <b key={index}>{part.text}</b> : part.text));
  const icon = { size: 16, strokeWidth: 1.75, className: 'flex-none text-fg-2', 'aria-hidden': true } as const;
  return (
    <div
      id={suggestionId(suggestion)}
      role="option"
      aria-selected={isCurrent}
      onClick={onChoose}
      className="flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 text-[13px] hover:bg-hover aria-selected:bg-selected max-sm:min-h-11"
    >
      {suggestion.kind === 'recent' && (
        <>
          <History {...icon} />
          <span className="truncate">{suggestion.query}</span>
        </>
      )}
      {suggestion.kind === 'value' && (
        <>
          <FolderSearch {...icon} />
          <span className="truncate font-mono text-[12px]">{suggestion.text}</span>
        </>
      )}
      {suggestion.kind === 'person' && (
        <>
          <Avatar name={suggestion.name ?? suggestion.email} email={suggestion.email} size={24} />
          <span className="truncate" dir="auto">
            {suggestion.name && <>{marked(suggestion.name)} </>}
            <span className={suggestion.name ? 'text-fg-2' : ''}>{marked(suggestion.email)}</span>
          </span>
        </>
      )}
      {suggestion.kind === 'mail' && (
        <>
          <Mail {...icon} />
          <span className="min-w-0 flex-1 truncate" dir="auto">
            {marked(suggestion.subject)}
          </span>
          <span className="flex-none text-[12px] text-fg-3">{shortDate(suggestion.receivedAt, settings, new Date())}</span>
        </>
      )}
    </div>
  );
}
