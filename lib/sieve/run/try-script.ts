/** For tests: runs a script over a message as an account named tutorial@example.com would. */
import { runSource, type SieveResult } from './run-script.ts';
import { seenKey, type SieveEnvironment } from './environment.ts';

export const sampleMessage = [
  'Return-Path: <coyote@desert.example.org>',
  'Received: from desert.example.org by mx.example.com; Tue, 1 Apr 1997 09:06:31 -0800 (PST)',
  'Date: Tue, 1 Apr 1997 09:06:31 -0800 (PST)',
  'From: coyote@desert.example.org',
  'To: roadrunner@acme.example.com',
  'Cc: "Bugs" <Bunny+carrots@acme.example.com>, elmer@acme.example.com',
  'Subject: I have a present for you',
  'Message-ID: <one@desert.example.org>',
  'X-Priority: 3',
  '',
  "Look, I'm sorry about the whole anvil thing, and I really",
  "didn't mean to try and drop it on you from the top of the",
  'cliff.  I want to try to make it up to you.',
  '',
].join('\r\n');

export function tryScript(script: string, message = sampleMessage, more: Partial<SieveEnvironment> = {}): SieveResult {
  const environment: SieveEnvironment = {
    now: new Date('2026-11-21T10:20:30Z'),
    zoneAt: () => 60,
    envelopeFrom: 'coyote@desert.example.org',
    envelopeTo: 'roadrunner+acme@example.com',
    mailboxes: [
      { path: 'INBOX', id: 'F1-1', specialUse: null },
      { path: 'Junk', id: 'F1-2', specialUse: '\\Junk' },
      { path: 'Work/Reports', id: 'F1-3', specialUse: null },
    ],
    scripts: new Map(),
    seen: new Map([[seenKey('', '<one@desert.example.org>'), false]]),
    hostname: 'mx.example.com',
    domain: 'example.com',
    remoteAddress: null,
    ...more,
  };
  return runSource(script.replaceAll(/\r?\n/g, '\r\n'), 'script', new TextEncoder().encode(message), environment);
}

/** The actions in short: `keep`, `file Junk [\\Seen]`, `redirect a@b`, …; or the error. */
export function outcome(result: SieveResult): string {
  if (result.kind === 'failed') return `line ${result.error.line}: ${result.error.message}`;
  if (result.kind === 'asks') return `asks ${result.handle}/${result.id}`;
  if (result.discarded && result.actions.length === 0) return 'discard';
  return result.actions
    .map((action) => {
      switch (action.kind) {
        case 'file': {
          const flags = action.flags.length > 0 ? ` [${action.flags.join(' ')}]` : '';
          return `${action.mailbox === null ? 'keep' : `file ${action.mailbox}`}${flags}`;
        }
        case 'redirect':
          return `redirect ${action.address}`;
        case 'reject':
          return `${action.how} ${action.reason}`;
        case 'vacation':
          return `vacation ${action.seconds} ${action.subject ?? '-'} ${action.reason}`;
        case 'notify':
          return `notify ${action.method} ${action.importance} ${action.message ?? '-'}`;
      }
    })
    .join('; ');
}

/** The outcome of `if <test> { discard; }`: true when it is met. `requires` are put in front. */
export function holds(condition: string, requires: string[] = [], message = sampleMessage, more: Partial<SieveEnvironment> = {}): boolean {
  const require = requires.length > 0 ? `require [${requires.map((name) => `"${name}"`).join(', ')}];\n` : '';
  const result = tryScript(`${require}if ${condition} { discard; }`, message, more);
  if (result.kind !== 'done') throw new Error(outcome(result));
  return result.discarded;
}
