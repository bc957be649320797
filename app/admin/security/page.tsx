import { getLocale, getTranslations } from 'next-intl/server';
import { blockAddress, unblockAddress } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { blockList, failureList } from '#server/admin/operations/security.ts';
import { ask } from '#server/admin/page.ts';

export default async function Security() {
  const [{ items: blocks }, { items: failures }] = await Promise.all([ask(blockList, {}), ask(failureList, {})]);
  const t = await getTranslations('admin.security');
  const format = adminFormat(await getLocale());
  const isBlocked = new Set(blocks.map(({ network }) => network));
  return (
    <PageBody wide>
      <PageHead title={t('title')} />
      <Section title={t('blocked')} about={t('blockedAbout')}>
        <TableCard
          label={t('blocked')}
          rows={blocks}
          keyOf={({ network }) => network}
          empty={t('noneBlocked')}
          columns={[
            { name: t('address'), look: 'code', cell: ({ network }) => network },
            {
              name: t('why'),
              className: 'max-w-90 truncate',
              cell: ({ madeBy, reason }) => (madeBy === 'guard' ? t('guessed', { login: reason }) : reason),
            },
            { name: t('by'), look: 'dim', cell: ({ madeBy }) => (madeBy === 'guard' ? t('guard') : madeBy) },
            { name: t('until'), end: true, cell: ({ expiresAt }) => (expiresAt ? format.time(expiresAt) : t('always')) },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ network }) => (
                <ConfirmForm
                  action={unblockAddress}
                  name={t('unblock')}
                  question={t('unblockOne', { address: network })}
                  consequence={t('unblockWhat')}
                  fields={{ network }}
                  many
                />
              ),
            },
          ]}
          foot={
            <LineForm action={blockAddress} submit={t('block')}>
              <TextField
                label={t('address')}
                name="network"
                required
                placeholder="192.0.2.0/24"
                className="w-56 max-w-full"
                autoComplete="off"
              />
              <TextField label={t('why')} name="reason" className="w-64 max-w-full" autoComplete="off" />
              <TextField label={t('hours')} name="hours" inputMode="numeric" pattern="\d*" className="w-28" autoComplete="off" />
            </LineForm>
          }
        />
      </Section>
      <Section title={t('failures')} about={t('failuresAbout')}>
        <TableCard
          label={t('failures')}
          rows={failures}
          keyOf={({ remoteAddress }) => remoteAddress}
          empty={t('noFailures')}
          columns={[
            { name: t('address'), look: 'code', cell: ({ remoteAddress }) => remoteAddress },
            { name: t('times'), end: true, cell: ({ failures: times }) => format.count(times) },
            {
              name: t('logins'),
              look: 'dim',
              className: 'max-w-90 truncate',
              cell: ({ logins }) => <span dir="ltr">{logins.join(', ')}</span>,
            },
            { name: t('last'), end: true, cell: ({ lastAt }) => format.time(lastAt) },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ remoteAddress }) =>
                !isBlocked.has(remoteAddress) && (
                  <ConfirmForm
                    action={blockAddress}
                    name={t('block')}
                    question={t('blockOne', { address: remoteAddress })}
                    consequence={t('blockWhat')}
                    fields={{ network: remoteAddress, reason: '', hours: 24 }}
                    many
                  />
                ),
            },
          ]}
        />
      </Section>
    </PageBody>
  );
}
