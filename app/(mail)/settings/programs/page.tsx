import { CopyButton } from '#components/ui/copy-button.tsx';
import { Card, CardHead, Section } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { serversForPrograms } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function Programs() {
  const user = await userOfPage('/settings/programs');
  const servers = serversForPrograms();
  return (
    <PageBody>
      <PageHead title="Connect a mail program" about="Thunderbird, Apple Mail, Outlook, a phone: any program for IMAP or POP3." />
      <Section>
        <Card className="overflow-hidden">
          <CardHead title="Your log-in" note={user.login}>
            <CopyButton text={user.login} />
          </CardHead>
          <p className="px-4 py-3 text-[13px] leading-5 text-fg-2">
            The user name is your whole address. The password is the one of your account, or better an app password of its own, which you
            make under Security.
          </p>
        </Card>
      </Section>
      <Section title="Servers" about="TLS from the first byte is the better choice where a program offers both.">
        <Card className="overflow-hidden">
          <DataTable
            label="Servers"
            columns={[{ name: 'For' }, { name: 'Server' }, { name: 'Port', end: true }, { name: 'Security' }]}
            empty="This server offers none."
          >
            {servers.map(({ name, host, port, security }) => (
              <tr key={port}>
                <Cell className="font-medium">{name}</Cell>
                <Cell className="font-mono text-[12px]">{host}</Cell>
                <Cell end>{port}</Cell>
                <Cell>{security === 'TLS' ? 'TLS' : 'STARTTLS'}</Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
    </PageBody>
  );
}
