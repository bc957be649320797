import Link from 'next/link';
import { addDomain } from '#components/admin/actions.ts';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { formatTime } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { listDomains } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

export default async function Domains() {
  await adminOfPage('/admin');
  const domains = await listDomains();
  return (
    <PageBody wide>
      <PageHead title="Domains" about="This server takes mail for them." />
      <Disclosure name="Add domain">
        <ActionForm action={addDomain} className="grid max-w-md gap-4">
          <TextField label="Domain" name="name" required autoComplete="off" autoCapitalize="off" placeholder="hamburger.edu" />
          <div>
            <Button type="submit" variant="primary">
              Add
            </Button>
          </div>
        </ActionForm>
      </Disclosure>
      <Card className="overflow-hidden">
        <DataTable
          label="Domains"
          columns={[{ name: 'Domain' }, { name: 'Addresses', end: true }, { name: 'Since', end: true }]}
          empty="No domains yet."
        >
          {domains.map((domain) => (
            <tr key={domain.name} className="hover:bg-hover">
              <Cell>
                <Link href={`/admin/domains/${encodeURIComponent(domain.name)}`} className="font-medium text-fg hover:underline">
                  {domain.name}
                </Link>
              </Cell>
              <Cell end>{domain.addresses}</Cell>
              <Cell end>{formatTime(domain.createdAt)}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
