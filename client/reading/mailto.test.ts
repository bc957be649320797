import { expect, test } from 'vitest';
import { readMailto } from './mailto.ts';

test.each([
  ['mailto:a@x.test', { to: 'a@x.test' }],
  [
    'mailto:a%40x.test,b@x.test?cc=c@x.test&Subject=a+b%20c&body=one%0D%0Atwo',
    { to: 'a@x.test,b@x.test', cc: 'c@x.test', subject: 'a+b c', text: 'one\ntwo' },
  ],
  ['MAILTO:?to=a@x.test&bcc=spy@x.test&attach=/etc/passwd', { to: 'a@x.test' }],
  ['mailto:100%@x.test?subject=%E0%A4', { to: '100%@x.test', subject: '%E0%A4' }],
])('%s', (href, fields) => expect(readMailto(href)).toEqual({ kind: 'new', ...fields }));
