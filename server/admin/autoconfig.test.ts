import { XMLParser } from 'fast-xml-parser';
import { beforeAll, expect, test } from 'vitest';
import { makeAccount } from '../../test/harness/accounts.ts';
import { answerAutodiscover, answerMobileconfig, answerMozilla } from './autoconfig.ts';

const parser = new XMLParser({ ignoreAttributes: false });
const parsed = async (answer: Response) => parser.parse(await answer.text()) as Record<string, never>;
beforeAll(async () => {
  await makeAccount('bob@hamburger.edu', 'hungry');
});

test('the file that Thunderbird reads: TLS from the first byte first, the same for an address that is not there', async () => {
  for (const address of ['bob@hamburger.edu', 'nobody@hamburger.edu']) {
    const answer = await answerMozilla(new Request(`http://localhost/mail/config-v1.1.xml?emailaddress=${address}`));
    const { emailProvider } = (await parsed(answer))['clientConfig'] as unknown as {
      emailProvider: Record<string, Record<string, unknown>[]>;
    };
    expect(emailProvider.domain).toBe('hamburger.edu');
    expect(emailProvider.incomingServer?.map((server) => [server['@_type'], server.socketType])).toEqual([
      ['imap', 'SSL'],
      ['imap', 'STARTTLS'],
      ['pop3', 'SSL'],
      ['pop3', 'STARTTLS'],
    ]);
    expect(emailProvider.outgoingServer?.[0]).toMatchObject({ '@_type': 'smtp', socketType: 'SSL', username: '%EMAILADDRESS%' });
  }
});

test('by the name of the host that was asked', async () => {
  const headers = { 'x-forwarded-host': 'autoconfig.hamburger.edu:2080' };
  expect((await answerMozilla(new Request('http://localhost/mail/config-v1.1.xml', { headers }))).status).toBe(200);
});

test('no mail here for that domain', async () => {
  for (const query of ['?emailaddress=a@elsewhere.example', '?emailaddress=%3Cb%3E', '']) {
    expect((await answerMozilla(new Request(`http://localhost/mail/config-v1.1.xml${query}`))).status).toBe(404);
    expect((await answerMobileconfig(new Request(`http://localhost/x${query}`))).status).toBe(404);
  }
});

test('Autodiscover', async () => {
  const ask = (body: string) => answerAutodiscover(new Request('http://localhost/autodiscover/autodiscover.xml', { method: 'POST', body }));
  const answer = await ask('<Autodiscover><Request><EMailAddress> Bob@hamburger.edu </EMailAddress></Request></Autodiscover>');
  const found = (await answer.text()).match(/<LoginName>.*?<\/LoginName>/)?.[0];
  expect(found).toBe('<LoginName>bob@hamburger.edu</LoginName>');
  expect((await ask('<EMailAddress>bob@elsewhere.example</EMailAddress>')).status).toBe(404);
  expect((await ask('nothing')).status).toBe(400);
  expect((await ask('<EMailAddress>bob@hamburger.edu</EMailAddress>'.padEnd(20_000))).status).toBe(400);
  let taken = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      taken += 1000;
      if (taken > 10_000_000) controller.close();
      else controller.enqueue(new Uint8Array(1000));
    },
  });
  const flood = new Request('http://localhost/x', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
  expect((await answerAutodiscover(flood)).status).toBe(400);
  expect(taken).toBeLessThan(100_000);
});

test('the profile for Apple: a name is only text, and the identity stays', async () => {
  const ask = () => answerMobileconfig(new Request('http://localhost/x?emailaddress=bob@hamburger.edu&name=%3Cb%3EBob%20%26%20Co'));
  const [first, second] = [await (await ask()).text(), await (await ask()).text()];
  expect(first).toBe(second);
  expect(first).toContain('<key>IncomingMailServerUseSSL</key><true/>');
  expect(first).toContain('<key>EmailAccountName</key><string>&#60;b&#62;Bob &#38; Co</string>');
  expect(() => parser.parse(first, true) as unknown).not.toThrow();
});
