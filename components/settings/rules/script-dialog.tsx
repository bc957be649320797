'use client';
/** A script: looked at, or written. It is saved only when the server understands it. */
import { useTranslations } from 'next-intl';
import { useEffect, useId, useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { readScript, saveScript, whatIsWrong, type Script } from '#client/settings/scripts.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { fieldLook, TextField } from '#components/ui/form/text-field.tsx';

const example = `require ["fileinto"];\n\nif header :contains "subject" "invoice" {\n  fileinto "INBOX";\n}\n`;

export function ScriptDialog({ script, onClose, onSaved }: { script: Script | null; onClose: () => void; onSaved: () => void }) {
  const t = useTranslations('settings.rules.scripts');
  const ui = useTranslations('ui');
  const id = useId();
  const [name, setName] = useState(script?.name ?? '');
  const [text, setText] = useState(script ? '' : example);
  const [said, setSaid] = useState<{ ok: boolean; message: string | null }>({ ok: true, message: null });
  const isOurs = script?.isOurs ?? false;
  useEffect(() => {
    if (!script) return;
    readScript(script).then(
      (content) => setText(content.replaceAll('\r\n', '\n')),
      (error: unknown) => setSaid({ ok: false, message: wordsOf(error) }),
    );
  }, [script]);
  const failed = (error: unknown) => setSaid({ ok: false, message: wordsOf(error) });
  return (
    <Modal
      wide
      title={script ? script.name : t('new')}
      onClose={onClose}
      foot={
        isOurs ? (
          <Button onClick={onClose}>{ui('close')}</Button>
        ) : (
          <>
            <Button
              onClick={() => void whatIsWrong(text).then((wrong) => setSaid({ ok: wrong === null, message: wrong ?? t('right') }), failed)}
            >
              {t('check')}
            </Button>
            <Button
              variant="primary"
              disabled={name.trim() === ''}
              onClick={() => void saveScript(script?.id ?? null, name.trim(), text).then(onSaved, failed)}
            >
              {ui('save')}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-4">
        {!isOurs && <TextField label={t('name')} value={name} maxLength={200} required onChange={(event) => setName(event.target.value)} />}
        <div>
          <label htmlFor={id} className="mb-1.5 block text-[13px] leading-5 font-medium">
            {t('script')}
          </label>
          <textarea
            id={id}
            dir="ltr"
            rows={16}
            spellCheck={false}
            readOnly={isOurs}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={`${fieldLook} py-2 font-mono text-[12px]! leading-5`}
          />
        </div>
        <Notice state={said} />
      </div>
    </Modal>
  );
}
