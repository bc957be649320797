import { getLocale, getTranslations } from 'next-intl/server';
import { removeRule, removeSuppression, setRule } from '#components/admin/actions.ts';
import { DestinationTable } from '#components/admin/queue/destination-table.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { destinationList, ruleList, suppressionList } from '#server/admin/operations/delivery.ts';
import { ask } from '#server/admin/page.ts';

const demands = ['opportunistic', 'encrypted', 'verified'] as const;

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
        <TableCard
          label={t('rules')}
          rows={rules}
          keyOf={({ domain }) => domain}
          empty={t('noRules')}
          columns={[
            { name: t('domain'), look: 'strong', cell: ({ domain }) => <span dir="ltr">{domain}</span> },
            { name: t('route'), look: 'code', cell: ({ route }) => route },
            { name: t('tls'), cell: ({ tls }) => tls && t(`demands.${tls}`) },
            { name: t('connections'), end: true, cell: ({ connections }) => connections },
            { name: t('schedule'), look: 'code', cell: ({ schedule }) => schedule },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ domain }) => (
                <ConfirmForm
                  action={removeRule}
                  name={t('remove')}
                  question={t('removeOne', { name: domain })}
                  consequence={t('removeRuleWhat')}
                  fields={{ domain }}
                  many
                />
              ),
            },
          ]}
          foot={
            <LineForm action={setRule} submit={t('set')}>
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
              <SelectField
                label={t('tls')}
                name="tls"
                className="w-48 max-w-full"
                options={[{ value: '', name: t('asForAll') }, ...demands.map((one) => ({ value: one, name: t(`demands.${one}`) }))]}
              />
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
            </LineForm>
          }
        />
      </Section>
      <Section title={t('destinations')} about={t('destinationsAbout')}>
        <DestinationTable rows={destinations} now={new Date()} />
      </Section>
      <Section title={t('suppressed')} about={t('suppressedAbout')}>
        <TableCard
          label={t('suppressed')}
          rows={suppressed}
          keyOf={({ address }) => address}
          empty={t('noSuppressed')}
          columns={[
            { name: t('address'), look: 'strong', cell: ({ address }) => <span dir="ltr">{address}</span> },
            {
              name: t('last'),
              look: 'dim',
              className: 'max-w-96 truncate',
              cell: ({ code, status, reply }) => `${code} ${status} ${reply}`,
            },
            { name: t('heldBack'), end: true, cell: ({ heldBack }) => heldBack },
            { name: t('until'), end: true, cell: ({ expiresAt }) => format.day(expiresAt) },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ address }) => (
                <ConfirmForm
                  action={removeSuppression}
                  name={t('remove')}
                  question={t('removeOne', { name: address })}
                  consequence={t('removeSuppressionWhat')}
                  fields={{ address }}
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
