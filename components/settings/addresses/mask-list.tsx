'use client';
/** Masked addresses: made, copied, turned off and on, dropped for good. */
import { Trash2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { dropMask, makeMask, turnMask, type Mask } from '#client/settings/addresses.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

export function MaskList({ masks, onChanged }: { masks: Mask[]; onChanged: () => Promise<void> }) {
  const t = useTranslations('settings.addresses');
  const [label, setLabel] = useState('');
  const [said, setSaid] = useState<{ ok: boolean; message: string | null }>({ ok: true, message: null });
  const [busy, setBusy] = useState(false);
  const [dropping, setDropping] = useState<Mask | null>(null);
  async function act(work: () => Promise<string | null>): Promise<void> {
    setBusy(true);
    try {
      setSaid({ ok: true, message: await work() });
      await onChanged();
    } catch (error) {
      setSaid({ ok: false, message: wordsOf(error) });
    }
    setBusy(false);
  }
  return (
    <Card>
      <form
        className="flex flex-wrap items-end gap-2 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void act(async () => {
            const email = await makeMask(label.trim());
            setLabel('');
            return t('made', { email });
          });
        }}
      >
        <TextField
          label={t('forWhom')}
          value={label}
          maxLength={100}
          placeholder={t('forWhomExample')}
          dir="auto"
          autoComplete="off"
          onChange={(event) => setLabel(event.target.value)}
          className="min-w-0 flex-1 basis-60"
        />
        <Button type="submit" disabled={busy}>
          {t('make')}
        </Button>
      </form>
      <div className="px-4 pb-3 empty:hidden">
        <Notice state={said} />
      </div>
      {masks.length === 0 ? (
        <p className="border-t border-hairline px-4 py-8 text-center text-fg-3">{t('noMasks')}</p>
      ) : (
        <ul aria-label={t('masks')}>
          {masks.map((mask) => (
            <MaskRow
              key={mask.id}
              mask={mask}
              busy={busy}
              onTurn={(next) => void act(() => turnMask(mask.id, next).then(() => null))}
              onDrop={() => setDropping(mask)}
            />
          ))}
        </ul>
      )}
      {dropping && (
        <AskDialog
          question={t('dropQuestion', { email: dropping.email })}
          consequence={t('dropConsequence')}
          action={t('drop')}
          onAct={async () => {
            await dropMask(dropping.id);
            await onChanged();
          }}
          onClose={() => setDropping(null)}
        />
      )}
    </Card>
  );
}

interface RowProps {
  mask: Mask;
  busy: boolean;
  onTurn: (next: boolean) => void;
  onDrop: () => void;
}

function MaskRow({ mask: { email, label, isEnabled, lastUsedAt }, busy, onTurn, onDrop }: RowProps) {
  const t = useTranslations('settings.addresses');
  const format = useFormatter();
  const used = lastUsedAt ? t('used', { date: format.dateTime(new Date(lastUsedAt), { dateStyle: 'medium' }) }) : t('unused');
  return (
    <li className="flex items-center gap-3 border-t border-hairline px-4 py-3 max-sm:flex-wrap">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <bdi dir="ltr" className={`block truncate text-[14px] leading-5.5 font-medium ${isEnabled ? '' : 'text-fg-3 line-through'}`}>
          {email}
        </bdi>
        <span className="block truncate text-[12px] leading-4 text-fg-3">
          {label && <bdi>{label}</bdi>}
          {label && ' · '}
          {isEnabled ? used : t('off')}
        </span>
      </div>
      <CopyButton text={email} />
      <Switch label={t('takesMail', { email })} checked={isEnabled} disabled={busy} onChange={onTurn} />
      <IconButton label={t('dropOne', { email })} disabled={busy} onClick={onDrop}>
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </li>
  );
}
