import { getLocale, getTranslations } from 'next-intl/server';
import { removeRule, removeSuppression, reviveDestination, setRule } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { destinationList, ruleList, suppressionList } from '#server/admin/operations/delivery.ts';
import { ask } from '#server/admin/page.ts';

export default async function Delivery() {
  const [{ items: rules }, { items: destinations }, { items: suppressed }] = await Promise.all([
    ask(ruleList, {}),
    ask(destinationList, {}),
    ask(suppressionList, {}),
  ]);
  const t = await getTranslations('admin.delivery');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} />
      <Section title={t('rules')} about={t('rulesAbout')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('rules')}
            columns={[
              { name: t('domain') },
              { name: t('route') },
              { name: t('tls') },
              { name: t('connections'), end: true },
              { name: t('schedule') },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('noRules')}
          >
            {rules.map((rule) => (
              <tr key={rule.domain}>
                <Cell className="font-medium">
                  <span dir="ltr">{rule.domain}</span>
                </Cell>
                <Cell className="font-mono text-[12px]">{rule.route}</Cell>
                <Cell>{rule.tls && t(`demands.${rule.tls}`)}</Cell>
                <Cell end>{rule.connections}</Cell>
                <Cell className="font-mono text-[12px]">{rule.schedule}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={removeRule}
                    name={t('remove')}
                    label={t('removeOne', { name: rule.domain })}
                    question={t('removeOne', { name: rule.domain })}
                    consequence={t('removeRuleWhat')}
                    fields={{ domain: rule.domain }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
          <div className="border-t border-border p-4">
            <ActionForm action={setRule} className="grid gap-3">
              <div className="flex flex-wrap items-end gap-2">
                <TextField
                  label={t('domain')}
                  name="domain"
                  required
                  placeholder="*.example.org"
                  className="w-48 max-w-full"
                  autoComplete="off"
                />
                <TextField
                  label={t('route')}
                  name="route"
                  placeholder="relay.example.org:587"
                  className="w-60 max-w-full"
                  autoComplete="off"
                />
                <label className="grid gap-1.5 text-[13px] leading-5 font-medium">
                  {t('tls')}
                  <SelectField
                    name="tls"
                    options={[
                      { value: '', name: t('asForAll') },
                      { value: 'opportunistic', name: t('demands.opportunistic') },
                      { value: 'encrypted', name: t('demands.encrypted') },
                      { value: 'verified', name: t('demands.verified') },
                    ]}
                  />
                </label>
                <TextField
                  label={t('connections')}
                  name="connections"
                  inputMode="numeric"
                  pattern="\d*"
                  className="w-28"
                  autoComplete="off"
                />
                <TextField
                  label={t('schedule')}
                  name="schedule"
                  placeholder="5m 30m*12h 2h*5d"
                  className="w-52 max-w-full"
                  autoComplete="off"
                />
                <Button type="submit">{t('set')}</Button>
              </div>
            </ActionForm>
          </div>
        </Card>
      </Section>
      <Section title={t('destinations')} about={t('destinationsAbout')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('destinations')}
            columns={[
              { name: t('domain') },
              { name: t('state') },
              { name: t('waiting'), end: true },
              { name: t('last') },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('noDestinations')}
          >
            {destinations.map((one) => (
              <tr key={one.domain}>
                <Cell className="font-medium">
                  <span dir="ltr">{one.domain}</span>
                </Cell>
                <Cell>
                  <StatusBadge look={one.failures > 0 ? 'warn' : 'ok'}>
                    {one.failingSince ? t('failingSince', { when: format.time(one.failingSince) }) : t('answers')}
                  </StatusBadge>
                </Cell>
                <Cell end>{format.count(one.waiting)}</Cell>
                <Cell className="max-w-80 truncate text-fg-2">{one.lastText}</Cell>
                <Cell end>
                  <ActionForm action={reviveDestination}>
                    <input type="hidden" name="domain" value={one.domain} />
                    <Button type="submit" size="sm" aria-label={t('tryOne', { name: one.domain })}>
                      {t('try')}
                    </Button>
                  </ActionForm>
                </Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
      <Section title={t('suppressed')} about={t('suppressedAbout')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('suppressed')}
            columns={[
              { name: t('address') },
              { name: t('last') },
              { name: t('heldBack'), end: true },
              { name: t('until'), end: true },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('noSuppressed')}
          >
            {suppressed.map((one) => (
              <tr key={one.address}>
                <Cell className="font-medium">
                  <span dir="ltr">{one.address}</span>
                </Cell>
                <Cell className="max-w-96 truncate text-fg-2">{`${one.code} ${one.status} ${one.reply}`}</Cell>
                <Cell end>{one.heldBack}</Cell>
                <Cell end>{format.day(one.expiresAt)}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={removeSuppression}
                    name={t('remove')}
                    label={t('removeOne', { name: one.address })}
                    question={t('removeOne', { name: one.address })}
                    consequence={t('removeSuppressionWhat')}
                    fields={{ address: one.address }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
    </PageBody>
  );
}
