import { getLocale, getTranslations } from 'next-intl/server';
import { addInvitation, revokeInvitation, setSignup } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { FieldForm, LineForm } from '#components/ui/form/field-form.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { fieldLook, TextField } from '#components/ui/form/text-field.tsx';
import { invitationList, signupGet } from '#server/admin/operations/sign-up.ts';
import { ask } from '#server/admin/page.ts';

const modes = ['closed', 'invite', 'open'] as const;

export default async function DomainSignup({ params }: { params: Promise<{ name: string }> }) {
  const name = decodeURIComponent((await params).name);
  const [policy, { items }] = await Promise.all([ask(signupGet, { name }), ask(invitationList, { name })]);
  const t = await getTranslations('admin.signup');
  const format = adminFormat(await getLocale());
  return (
    <>
      <Section title={t('who')} about={t('about')}>
        <Card className="p-4">
          <FieldForm action={setSignup} fields={{ name }} submit={t('save')} width="middle">
            <SelectField
              name="mode"
              aria-label={t('who')}
              defaultValue={policy.mode}
              options={modes.map((mode) => ({ value: mode, name: t(`modes.${mode}`) }))}
            />
            <TextField
              label={t('quota')}
              name="quota"
              defaultValue={policy.quotaBytes === null ? '' : `${policy.quotaBytes / 1e9} GB`}
              hint={t('quotaHint')}
              autoComplete="off"
            />
            <TextField
              label={t('perDay')}
              name="perDay"
              inputMode="numeric"
              pattern="\d+"
              defaultValue={policy.perDay}
              autoComplete="off"
            />
            <label className="grid gap-1.5 text-[13px] leading-5 font-medium">
              {t('terms')}
              <textarea name="terms" rows={6} defaultValue={policy.terms} className={`${fieldLook} py-2 text-[14px] font-normal`} />
            </label>
          </FieldForm>
        </Card>
      </Section>
      <Section title={t('invitations')} about={t('invitationsAbout')}>
        <TableCard
          label={t('invitations')}
          rows={items}
          keyOf={({ id }) => id}
          empty={t('none')}
          columns={[
            {
              name: t('note'),
              look: 'strong',
              className: 'max-w-72 truncate',
              cell: ({ note, madeBy }) => <span dir="auto">{note || madeBy}</span>,
            },
            { name: t('uses'), end: true, cell: ({ usesLeft }) => usesLeft },
            { name: t('until'), end: true, cell: ({ expiresAt }) => format.day(expiresAt) },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ id, note }) => (
                <ConfirmForm
                  action={revokeInvitation}
                  name={t('end')}
                  question={t('endOne', { note: note || String(id) })}
                  consequence={t('endWhat')}
                  fields={{ name, id }}
                  many
                />
              ),
            },
          ]}
          foot={
            <LineForm action={addInvitation} fields={{ name }} submit={t('invite')}>
              <TextField label={t('note')} name="note" maxLength={200} className="w-56 max-w-full" autoComplete="off" />
              <TextField
                label={t('uses')}
                name="uses"
                inputMode="numeric"
                pattern="\d+"
                defaultValue="1"
                className="w-24"
                autoComplete="off"
              />
              <TextField
                label={t('days')}
                name="days"
                inputMode="numeric"
                pattern="\d+"
                defaultValue="7"
                className="w-24"
                autoComplete="off"
              />
            </LineForm>
          }
        />
      </Section>
    </>
  );
}
