import { getLocale, getTranslations } from 'next-intl/server';
import { rotateKeys } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { domainKeys } from '#server/admin/operations/domains.ts';
import { ask } from '#server/admin/page.ts';

const looks: Record<string, StatusLook> = { new: 'warn', signing: 'ok', retired: 'plain' };

export default async function DomainKeys({ params }: { params: Promise<{ name: string }> }) {
  const name = decodeURIComponent((await params).name);
  const { items } = await ask(domainKeys, { name });
  const t = await getTranslations('admin.dkim');
  const format = adminFormat(await getLocale());
  const word = (state: string) => (state === 'new' || state === 'signing' ? t(state) : t('retired'));
  return (
    <Section about={t('about')}>
      <Card className="mb-4">
        <ul>
          {items.map((key) => (
            <li key={key.selector} className="grid gap-2 border-t border-hairline p-4 first:border-t-0">
              <div className="flex flex-wrap items-center gap-3">
                <StatusBadge look={looks[key.state] ?? 'plain'}>{word(key.state)}</StatusBadge>
                <b className="font-mono text-[13px] font-medium" dir="ltr">
                  {key.record}
                </b>
                <span className="text-[12px] text-fg-3">{t('made', { algorithm: key.algorithm, day: format.day(key.createdAt) })}</span>
                <span className="ms-auto flex flex-wrap gap-2">
                  <CopyButton text={key.record} name={t('copyName')} />
                  <CopyButton text={key.value} name={t('copyValue')} />
                </span>
              </div>
              <code className="font-mono text-[12px] leading-4.5 break-all text-fg-2" dir="ltr">
                {key.value}
              </code>
            </li>
          ))}
        </ul>
      </Card>
      <div className="flex">
        <ConfirmForm
          action={rotateKeys}
          name={t('rotate')}
          question={t('rotateQuestion', { name })}
          consequence={t('rotateWhat')}
          fields={{ name }}
          mild
        />
      </div>
    </Section>
  );
}
