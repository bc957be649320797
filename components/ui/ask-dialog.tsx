'use client';
/** Asks before something that cannot be taken back. */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';
import { Notice } from './notice.tsx';

interface Props {
  question: string;
  consequence: string;
  /** What the button says. */
  action: string;
  onAct: () => Promise<void>;
  onClose: () => void;
}

export function AskDialog({ question, consequence, action, onAct, onClose }: Props) {
  const t = useTranslations('ui');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function act(): Promise<void> {
    setBusy(true);
    try {
      await onAct();
      onClose();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  }
  return (
    <Modal
      title={question}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="danger" disabled={busy} onClick={() => void act()}>
            {action}
          </Button>
        </>
      }
    >
      <p className="text-fg-2">{consequence}</p>
      <div className="mt-3 empty:hidden">
        <Notice state={{ ok: false, message: problem }} />
      </div>
    </Modal>
  );
}
