/** What the webmail asks for to show a window of its list: one request with three calls. */
import type { Scenario } from '../scenario.ts';

const rounds = 50;

export const jmapList: Scenario = {
  name: 'jmap-list',
  needs: 'jmap',
  run: async (target) => {
    const headers = {
      authorization: `Basic ${Buffer.from(`${target.user(1)}:${target.password}`).toString('base64')}`,
      'content-type': 'application/json',
    };
    const session = (await (await fetch(`${target.jmap}/api/jmap/session`, { headers })).json()) as {
      primaryAccounts: Record<string, string>;
    };
    const accountId = session.primaryAccounts['urn:ietf:params:jmap:mail'];
    const ask = async (methodCalls: unknown[]) => {
      const body = JSON.stringify({ using: ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'], methodCalls });
      const response = await fetch(`${target.jmap}/api/jmap`, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(`JMAP: ${response.status} ${await response.text()}`);
      return (await response.json()) as { methodResponses: [string, { list?: { id: string; role: string }[]; ids?: string[] }, string][] };
    };
    const mailboxes = (await ask([['Mailbox/get', { accountId, ids: null }, 'm']])).methodResponses[0]?.[1].list ?? [];
    const inMailbox = mailboxes.find(({ role }) => role === 'inbox')?.id;
    const page = [
      [
        'Email/query',
        { accountId, filter: { inMailbox }, sort: [{ property: 'receivedAt', isAscending: false }], collapseThreads: true, limit: 30 },
        'q',
      ],
      [
        'Email/get',
        {
          accountId,
          '#ids': { resultOf: 'q', name: 'Email/query', path: '/ids' },
          properties: ['id', 'threadId', 'from', 'subject', 'preview', 'receivedAt', 'keywords', 'hasAttachment'],
        },
        'g',
      ],
    ];
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now();
      const answer = await ask(page);
      times.push(performance.now() - begun);
      if (answer.methodResponses[1]?.[1].list?.length !== 30) throw new Error('JMAP gave no full page');
    }
    times.sort((a, b) => a - b);
    return [{ figure: 'list window of 30, median', value: times[rounds / 2] ?? 0, unit: 'ms' }];
  },
};
