'use client';
/** Where all mail is forwarded to, and whether a copy stays. */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { readAddresses, saveForwarding, type Addresses } from '#client/settings/addresses.ts';
import { Button } from '#components/ui/button.tsx';
import { Card, SettingRow } from '#components/ui/card.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

export function ForwardForm({ start }: { start: Pick<Addresses, 'forwardTo' | 'keepCopy'> }) {
  const t = useTranslations('settings.addresses');
  const ui = useTranslations('ui');
  const [text, setText] = useState(start.forwardTo.join(', '));
  const [keepCopy, setKeepCopy] = useState(start.keepCopy);
  const [said, setSaid] = useState<{ ok: boolean; message: string | null }>({ ok: true, message: null });
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    const addresses = readAddresses(text);
    if (!addresses) return setSaid({ ok: false, message: t('noAddress') });
    setBusy(true);
    try {
      await saveForwarding(addresses, keepCopy);
      setSaid({ ok: true, message: addresses.length === 0 ? t('notForwarded') : t('forwarded', { addresses: addresses.join(', ') }) });
    } catch (error) {
      setSaid({ ok: false, message: wordsOf(error) });
    }
    setBusy(false);
    return undefined;
  }
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="p-4">
          <TextField
            label={t('forwardTo')}
            value={text}
            placeholder="name@example.com"
            dir="ltr"
            autoComplete="off"
            hint={t('forwardHint')}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="border-t border-hairline">
          <SettingRow title={t('keepCopy')} about={t('keepCopyAbout')}>
            <Switch label={t('keepCopy')} checked={keepCopy} disabled={busy} onChange={setKeepCopy} />
          </SettingRow>
        </div>
        <div className="grid gap-3 border-t border-hairline p-4">
          <Notice state={said} />
          <div>
            <Button type="submit" disabled={busy}>
              {ui('save')}
            </Button>
          </div>
        </div>
      </form>
    </Card>
  );
}
