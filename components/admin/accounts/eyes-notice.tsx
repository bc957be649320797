/** Above somebody's mail: that its owner sees what is opened, until when it is open, and the way out. */
import { Eye } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { endAccess } from '#components/admin/actions.ts';

export function EyesNotice({ email, id, until }: { email: string; id: number; until: string }) {
  const t = useTranslations('admin.access');
  return (
    <div className="mb-4 flex flex-wrap items-center gap-3 rounded-card border border-warning/25 bg-warning-soft px-4 py-2.5 text-[13px] leading-5 text-warning">
      <Eye size={18} aria-hidden className="flex-none" />
      <p className="min-w-0 flex-1 basis-60">{t('watched', { until })}</p>
      <ActButton action={endAccess} fields={{ email, id, leave: true }}>
        {t('end')}
      </ActButton>
    </div>
  );
}
