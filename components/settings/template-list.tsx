'use client';
/** The templates: to write from one, change it, or take it away. */
import { LayoutTemplate } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { jmapConnection } from '#client/jmap/open-connection.ts';
import { deleteTemplate, listTemplates, type Template } from '#client/compose/text/templates.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { Card, SettingRow } from '#components/ui/card.tsx';
import { LoadState } from '#components/ui/load-state.tsx';

export function TemplateList() {
  const t = useTranslations('settings.compose');
  const ui = useTranslations('ui');
  const [asked, setAsked] = useState<Template | null>(null);
  const { value, problem, reload } = useLoaded(async () => listTemplates(await jmapConnection()));
  const named = ({ subject }: Template) => subject || t('noSubject');
  return (
    <Card>
      {!value && <LoadState problem={problem} onRetry={() => void reload()} />}
      {value?.length === 0 && <p className="px-4 py-8 text-center text-fg-3">{t('noTemplates')}</p>}
      {value?.map((one) => (
        <SettingRow
          key={one.emailId}
          title={<bdi>{named(one)}</bdi>}
          about={one.preview}
          lead={<LayoutTemplate size={18} strokeWidth={1.75} aria-hidden />}
        >
          <span className="flex gap-1">
            <a href={`/mail/inbox?template=${encodeURIComponent(one.emailId)}`} className={buttonLook('ghost', 'sm')}>
              {t('useTemplate')}
            </a>
            <Button size="sm" variant="ghost" aria-label={ui('deleteOne', { name: named(one) })} onClick={() => setAsked(one)}>
              {ui('delete')}
            </Button>
          </span>
        </SettingRow>
      ))}
      {asked && (
        <AskDialog
          question={t('deleteTemplate', { name: named(asked) })}
          consequence={t('deleteTemplateMeans')}
          action={ui('delete')}
          onClose={() => setAsked(null)}
          onAct={async () => {
            await deleteTemplate(asked.emailId);
            await reload();
          }}
        />
      )}
    </Card>
  );
}
