import { getLocale, getTranslations } from 'next-intl/server';
import { addInvitation, revokeInvitation, setSignup } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { fieldLook, TextField } from '#components/ui/text-field.tsx';
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
          <ActionForm action={setSignup} className="grid max-w-lg gap-4" keep>
            <input type="hidden" name="name" value={name} />
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
              <textarea name="terms" rows={6} defaultValue={policy.terms} className={`${fieldLook} py-2 font-normal`} />
            </label>
            <div>
              <Button type="submit" variant="primary">
                {t('save')}
              </Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <Section title={t('invitations')} about={t('invitationsAbout')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('invitations')}
            columns={[
              { name: t('note') },
              { name: t('uses'), end: true },
              { name: t('until'), end: true },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('none')}
          >
            {items.map((one) => (
              <tr key={one.id}>
                <Cell className="font-medium">
                  <span dir="auto">{one.note || one.madeBy}</span>
                </Cell>
                <Cell end>{one.usesLeft}</Cell>
                <Cell end>{format.day(one.expiresAt)}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={revokeInvitation}
                    name={t('end')}
                    label={t('endOne', { note: one.note || String(one.id) })}
                    question={t('endOne', { note: one.note || String(one.id) })}
                    consequence={t('endWhat')}
                    fields={{ name, id: String(one.id) }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
          <div className="border-t border-border p-4">
            <ActionForm action={addInvitation} className="grid gap-3">
              <input type="hidden" name="name" value={name} />
              <div className="flex flex-wrap items-end gap-2">
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
                <Button type="submit">{t('invite')}</Button>
              </div>
            </ActionForm>
          </div>
        </Card>
      </Section>
    </>
  );
}
