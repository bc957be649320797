import Link from 'next/link';
import { formatTime } from '#components/admin/format.ts';
import { buttonLook } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { listAudit } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

const shown = 100;

export default async function Audit({ searchParams }: { searchParams: Promise<{ before?: string | string[] }> }) {
  await adminOfPage('/admin');
  const before = Number((await searchParams).before);
  const entries = await listAudit({ limit: shown, ...(before > 0 ? { before } : {}) });
  const last = entries.at(-1);
  return (
    <PageBody wide>
      <PageHead title="Audit" about="Who did what, here and on the command line." />
      <Card className="overflow-hidden">
        <DataTable
          label="Audit"
          columns={[{ name: 'When' }, { name: 'Who' }, { name: 'What' }, { name: 'Details' }, { name: 'From' }]}
          empty="Nothing yet."
        >
          {entries.map(({ seq, at, actor, action, detail, ip }) => (
            <tr key={seq}>
              <Cell className="tabular-nums">{formatTime(at)}</Cell>
              <Cell className="font-medium">{actor}</Cell>
              <Cell>{action}</Cell>
              <Cell className="max-w-120 truncate text-fg-2">{describe(detail)}</Cell>
              <Cell className="font-mono text-[12px] text-fg-2">{ip}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
      {entries.length === shown && last && (
        <p className="mt-4 text-center">
          <Link href={`/admin/audit?before=${last.seq}`} className={buttonLook('secondary', 'sm')}>
            Older
          </Link>
        </p>
      )}
    </PageBody>
  );
}

function describe(detail: Record<string, unknown> | null): string {
  return Object.entries(detail ?? {})
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
