'use client';
/** Everything above the text: recipients, sender, subject. */
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { Draft } from '#client/compose/draft/draft.ts';
import type { DraftSession } from '#client/compose/draft/draft-session.ts';
import type { Identity } from '#client/compose/email-types.ts';
import { withoutDoubles } from '#client/compose/recipients.ts';
import { withSignature } from '#client/compose/text/signature.ts';
import { RecipientField, type RecipientKind } from '#components/compose/recipients/recipient-field.tsx';

interface Props {
  session: DraftSession;
  draft: Draft;
  identities: Identity[];
  copies: { cc: boolean; bcc: boolean };
  onCopies: (copies: { cc: boolean; bcc: boolean }) => void;
  onEdit: (change: Partial<Draft>) => void;
  focusFirst: boolean;
}

export function ComposeFields({ session, draft, identities, copies, onCopies, onEdit, focusFirst }: Props) {
  const t = useTranslations('compose');
  const subjectId = useId();
  const ownDomains = identities.map(({ email }) => email.slice(email.lastIndexOf('@') + 1).toLowerCase());
  const cc = copies.cc || draft.cc.length > 0;
  const bcc = copies.bcc || draft.bcc.length > 0;
  const move = (from: RecipientKind, index: number, to: RecipientKind) => {
    const one = draft[from][index];
    if (one) onEdit({ [from]: draft[from].filter((_, at) => at !== index), [to]: withoutDoubles([...draft[to], one]) });
  };
  const field = (kind: RecipientKind, autoFocus: boolean, end?: React.ReactNode) => (
    <RecipientField
      kind={kind}
      recipients={draft[kind]}
      ownDomains={ownDomains}
      connection={session.connection}
      autoFocus={autoFocus}
      end={end}
      onChange={(recipients) => onEdit({ [kind]: recipients })}
      onMove={move}
    />
  );
  const toggle = 'h-6.5 rounded-control px-1.5 text-[12px] text-fg-3 hover:bg-hover hover:text-fg';
  const addCopy = (kind: 'cc' | 'bcc', keys: string) => (
    <button
      type="button"
      aria-label={t('addField', { field: t(kind) })}
      aria-keyshortcuts={keys}
      className={toggle}
      onClick={() => onCopies({ ...copies, [kind]: true })}
    >
      {t(kind)}
    </button>
  );
  const copyButtons = (
    <span className="flex flex-none">
      {!cc && addCopy('cc', 'Control+Shift+C')}
      {!bcc && addCopy('bcc', 'Control+Shift+B')}
    </span>
  );
  return (
    <>
      {field('to', focusFirst, copyButtons)}
      {cc && field('cc', copies.cc)}
      {bcc && field('bcc', copies.bcc)}
      {identities.length > 1 && <SenderField identities={identities} draft={draft} onEdit={onEdit} />}
      <div className="flex min-h-10 flex-none items-center gap-1.5 border-b border-hairline py-1.75 ps-4.5 pe-3">
        <label htmlFor={subjectId} className="w-12.5 flex-none text-[13px] leading-6.5 text-fg-3">
          {t('subject')}
        </label>
        <input
          id={subjectId}
          dir="auto"
          value={draft.subject}
          autoComplete="off"
          onChange={(event) => onEdit({ subject: event.target.value })}
          className="h-6.5 min-w-0 flex-1 bg-transparent text-[14px] font-medium outline-none! max-sm:text-[16px]"
        />
      </div>
    </>
  );
}

function SenderField({ identities, draft, onEdit }: Pick<Props, 'identities' | 'draft' | 'onEdit'>) {
  const t = useTranslations('compose');
  const id = useId();
  return (
    <div className="relative flex min-h-10 flex-none items-center gap-1.5 border-b border-hairline py-1.75 ps-4.5 pe-3">
      <label htmlFor={id} className="w-12.5 flex-none text-[13px] leading-6.5 text-fg-3">
        {t('from')}
      </label>
      <select
        id={id}
        value={draft.identityId ?? identities[0]?.id}
        onChange={(event) => onEdit(withSignature({ ...draft, identityId: event.target.value }, identities))}
        className="h-6.5 min-w-0 flex-1 appearance-none bg-transparent text-[13px] outline-none! focus-visible:bg-hover"
      >
        {identities.map(({ id: value, name, email }) => (
          <option key={value} value={value}>
            {name ? `${name}  ${email}` : email}
          </option>
        ))}
      </select>
      <ChevronDown size={16} className="pointer-events-none text-fg-3" aria-hidden />
    </div>
  );
}
