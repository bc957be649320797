import { getLocale, getTranslations } from 'next-intl/server';
import { blockAddress, unblockAddress } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
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
        <Card className="overflow-hidden">
          <DataTable
            label={t('blocked')}
            columns={[
              { name: t('address') },
              { name: t('why') },
              { name: t('by') },
              { name: t('until'), end: true },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('noneBlocked')}
          >
            {blocks.map(({ network, reason, madeBy, expiresAt }) => (
              <tr key={network}>
                <Cell className="font-mono text-[12px]">{network}</Cell>
                <Cell className="max-w-90 truncate">{madeBy === 'guard' ? t('guessed', { login: reason }) : reason}</Cell>
                <Cell className="text-fg-2">{madeBy === 'guard' ? t('guard') : madeBy}</Cell>
                <Cell end>{expiresAt ? format.time(expiresAt) : t('always')}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={unblockAddress}
                    name={t('unblock')}
                    label={t('unblockOne', { address: network })}
                    question={t('unblockOne', { address: network })}
                    consequence={t('unblockWhat')}
                    fields={{ network }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
          <div className="border-t border-border p-4">
            <ActionForm action={blockAddress} className="grid gap-3">
              <div className="flex flex-wrap items-end gap-2">
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
                <Button type="submit">{t('block')}</Button>
              </div>
            </ActionForm>
          </div>
        </Card>
      </Section>
      <Section title={t('failures')} about={t('failuresAbout')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('failures')}
            columns={[
              { name: t('address') },
              { name: t('times'), end: true },
              { name: t('logins') },
              { name: t('last'), end: true },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('noFailures')}
          >
            {failures.map(({ remoteAddress, failures: times, logins, lastAt }) => (
              <tr key={remoteAddress}>
                <Cell className="font-mono text-[12px]">{remoteAddress}</Cell>
                <Cell end>{format.count(times)}</Cell>
                <Cell className="max-w-90 truncate text-fg-2">
                  <span dir="ltr">{logins.join(', ')}</span>
                </Cell>
                <Cell end>{format.time(lastAt)}</Cell>
                <Cell end>
                  {!isBlocked.has(remoteAddress) && (
                    <ConfirmForm
                      action={blockAddress}
                      name={t('block')}
                      label={t('blockOne', { address: remoteAddress })}
                      question={t('blockOne', { address: remoteAddress })}
                      consequence={t('blockWhat')}
                      fields={{ network: remoteAddress, reason: '', hours: '24' }}
                    />
                  )}
                </Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
    </PageBody>
  );
}
