import { expect, test } from 'vitest';
import { readReturnPath, rewriteSender } from './srs.ts';

const hash = (text: string) => [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 46_656, 7).toString(36);
const rules = { domain: 'ours.example', day: 20_000, hash };
const local = (address: string | null) => (address ?? '').slice(0, (address ?? '').lastIndexOf('@'));

test('there and back, whatever happens to its case', () => {
  const path = rewriteSender('Alice.B@crepes.fr', rules);
  expect(path).toMatch(/^SRS0=[^=]+=[a-z2-7]{2}=crepes\.fr=Alice\.B@ours\.example$/);
  expect(readReturnPath(local(path), rules)).toEqual({ kind: 'address', address: 'Alice.B@crepes.fr' });
  expect(readReturnPath(local(path).toLowerCase(), rules)).toEqual({ kind: 'address', address: 'alice.b@crepes.fr' });
});

test('a local part with equal signs', () => {
  expect(readReturnPath(local(rewriteSender('a=b==c@crepes.fr', rules)), rules)).toEqual({ kind: 'address', address: 'a=b==c@crepes.fr' });
});

test('what others forwarded names the first of them alone', () => {
  const second = rewriteSender('SRS0=opaque=ab=crepes.fr=alice@first.example', rules);
  expect(second).toMatch(/^SRS1=[^=]+=first\.example==opaque=ab=crepes\.fr=alice@ours\.example$/);
  const third = rewriteSender(second ?? '', { ...rules, domain: 'third.example' });
  expect(third).toMatch(/^SRS1=[^=]+=first\.example==opaque=ab=crepes\.fr=alice@third\.example$/);
  expect(readReturnPath(local(third), rules)).toEqual({ kind: 'address', address: 'SRS0=opaque=ab=crepes.fr=alice@first.example' });
});

test('forged, changed or old paths are refused; other addresses are none of its business', () => {
  const path = local(rewriteSender('alice@crepes.fr', rules));
  expect(readReturnPath(path.replace('alice', 'bob'), rules)).toEqual({ kind: 'refused' });
  expect(readReturnPath('SRS0=x=aa=crepes.fr=alice', rules)).toEqual({ kind: 'refused' });
  expect(readReturnPath(path, { ...rules, day: rules.day + 14 })).toMatchObject({ kind: 'address' });
  expect(readReturnPath(path, { ...rules, day: rules.day + 15 })).toEqual({ kind: 'refused' });
  expect(readReturnPath('alice', rules)).toEqual({ kind: 'notSrs' });
});

test('days go round', () => {
  const path = local(rewriteSender('alice@crepes.fr', { ...rules, day: 1023 }));
  expect(readReturnPath(path, { ...rules, day: 1024 + 5 })).toMatchObject({ kind: 'address' });
});

test('an address that would be too long stays as it is', () => {
  expect(rewriteSender(`${'a'.repeat(60)}@crepes.fr`, rules)).toBeNull();
});
