'use client';
import { MailX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ahead } from '#components/ui/ahead.tsx';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { wordsOf } from '#client/i18n/words-of.ts';
import { showProblem } from '#client/mail/activity.ts';
import { sharedOf } from '#client/mail/shared.ts';
import { nameOf, senderOf, type FullEmail } from '#client/mail/types.ts';
import { archiveAll, canUnsubscribe, othersOf, unsubscribe } from '#client/reading/unsubscribe.ts';

const ReadingDialog = ahead(() => import('./reading-dialog.tsx').then((one) => one.ReadingDialog));

type Step =
  | { kind: 'ask' }
  | { kind: 'working' }
  | { kind: 'done'; others: string[] }
  | { kind: 'page'; page: string }
  | { kind: 'failed'; reason: string };

/** Above the text of a list's mail: leave it, then put away what else it sent. */
export function UnsubscribeButton({ email }: { email: FullEmail }) {
  const t = useTranslations('reading');
  const [step, setStep] = useState<Step | null>(null);
  if (!canUnsubscribe(email) || sharedOf(email.id)) return null; // its owner's affair
  const close = () => setStep(null);
  const leave = async () => {
    setStep({ kind: 'working' });
    try {
      const result = await unsubscribe(email);
      if (result.kind === 'page') setStep(result);
      else if (result.kind === 'written') close();
      else setStep({ kind: 'done', others: await othersOf(email) });
    } catch (error) {
      setStep({ kind: 'failed', reason: wordsOf(error) });
    }
  };
  const sender = nameOf(senderOf(email));
  return (
    <div className="mb-3 print:hidden">
      <button
        type="button"
        className="inline-flex min-h-7 items-center gap-1.5 rounded-control text-[13px] font-medium text-fg-2 underline-offset-2 hover:text-fg hover:underline max-sm:min-h-11"
        onClick={() => setStep({ kind: 'ask' })}
      >
        <MailX size={16} strokeWidth={1.75} aria-hidden />
        {t('unsubscribe')}
      </button>
      {step && (
        <ReadingDialog title={t('unsubscribeTitle', { sender })} size="small" onClose={close}>
          {(step.kind === 'ask' || step.kind === 'working') && (
            <Choice text={t('unsubscribeText')} onCancel={close} cancel={t('cancel')}>
              <Button variant="primary" disabled={step.kind === 'working'} onClick={() => void leave()}>
                {t('unsubscribe')}
              </Button>
            </Choice>
          )}
          {step.kind === 'page' && (
            <Choice text={t('unsubscribePage')} onCancel={close} cancel={t('cancel')}>
              <a
                className={buttonLook('secondary')}
                href={step.page}
                target="_blank"
                rel="noopener noreferrer"
                referrerPolicy="no-referrer"
                onClick={close}
              >
                {t('openPage', { host: new URL(step.page).host })}
              </a>
            </Choice>
          )}
          {step.kind === 'failed' && (
            <Choice text={t('unsubscribeRefused', { reason: step.reason })} onCancel={close} cancel={t('close')} />
          )}
          {step.kind === 'done' && (
            <Choice
              text={step.others.length > 0 ? t('unsubscribedOthers', { count: step.others.length }) : t('unsubscribed')}
              onCancel={close}
              cancel={step.others.length > 0 ? t('leaveThem') : t('close')}
            >
              {step.others.length > 0 && (
                <Button
                  variant="primary"
                  onClick={() => {
                    close();
                    archiveAll(step.others).catch(showProblem);
                  }}
                >
                  {t('archiveThem', { count: step.others.length })}
                </Button>
              )}
            </Choice>
          )}
        </ReadingDialog>
      )}
    </div>
  );
}

function Choice({ text, cancel, onCancel, children }: { text: string; cancel: string; onCancel: () => void; children?: React.ReactNode }) {
  return (
    <>
      <p role="status" className="mb-4 text-[14px] leading-5.5">
        {text}
      </p>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {cancel}
        </Button>
        {children}
      </div>
    </>
  );
}
