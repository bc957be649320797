import { addAlias, deleteAlias } from '#components/admin/actions.ts';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { listAliases } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

export default async function Aliases() {
  await adminOfPage('/admin');
  const aliases = await listAliases();
  return (
    <PageBody wide>
      <PageHead title="Aliases" about="Addresses whose mail goes to others." />
      <Disclosure name="New alias">
        <ActionForm action={addAlias} className="grid max-w-md gap-4">
          <TextField label="Address" name="address" required autoComplete="off" autoCapitalize="off" placeholder="info@hamburger.edu" />
          <TextField
            label="Goes to"
            name="targets"
            required
            autoComplete="off"
            autoCapitalize="off"
            hint="One or more addresses, here or elsewhere, divided by spaces or commas."
          />
          <div>
            <Button type="submit" variant="primary">
              Add
            </Button>
          </div>
        </ActionForm>
      </Disclosure>
      <Card className="overflow-hidden">
        <DataTable
          label="Aliases"
          columns={[{ name: 'Address' }, { name: 'Goes to' }, { name: 'Actions', quiet: true }]}
          empty="No aliases yet."
        >
          {aliases.map(({ address, targets }) => (
            <tr key={address} className="hover:bg-hover">
              <Cell className="font-medium">{address}</Cell>
              <Cell className="max-w-120 truncate text-fg-2">{targets.join(', ')}</Cell>
              <Cell end>
                <ConfirmForm
                  action={deleteAlias}
                  name="Remove"
                  label={`Remove ${address}`}
                  question={`Remove ${address}?`}
                  consequence="Mail for it is refused from now on."
                  fields={{ address }}
                />
              </Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
