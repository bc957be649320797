import { expect, test } from 'vitest';
import type { Invocation } from './invocation.ts';
import { evaluate, resolveReferences } from './result-reference.ts';

// RFC 8620 §3.7, the two examples.
const changes: Invocation = ['Foo/changes', { accountId: 'A1', created: ['f1', 'f4'], updated: [], destroyed: [] }, 't0'];
const threads: Invocation = [
  'Thread/get',
  {
    list: [
      { id: 'trd194', emailIds: ['msg1020', 'msg1021', 'msg1023'] },
      { id: 'trd114', emailIds: ['msg201', 'msg223'] },
    ],
  },
  't2',
];
const reference = (resultOf: string, name: string, path: string) => ({ resultOf, name, path });

test('an argument is taken from an earlier result', () => {
  expect(resolveReferences({ accountId: 'A1', '#ids': reference('t0', 'Foo/changes', '/created') }, [changes])).toEqual({
    ok: true,
    args: { accountId: 'A1', ids: ['f1', 'f4'] },
  });
});

test('* maps through a list and flattens what it finds', () => {
  const resolved = resolveReferences({ '#ids': reference('t2', 'Thread/get', '/list/*/emailIds') }, [changes, threads]);
  expect(resolved).toEqual({ ok: true, args: { ids: ['msg1020', 'msg1021', 'msg1023', 'msg201', 'msg223'] } });
});

test.each([
  ['an unknown call', reference('t9', 'Foo/changes', '/created')],
  ['another name than the response has', reference('t0', 'Foo/get', '/created')],
  ['a path that leads nowhere', reference('t0', 'Foo/changes', '/nothing')],
  ['a path without a slash', reference('t0', 'Foo/changes', 'created')],
  ['an index past the end', reference('t0', 'Foo/changes', '/created/2')],
  ['an index with a leading zero', reference('t0', 'Foo/changes', '/created/00')],
  ['* on an object', reference('t0', 'Foo/changes', '/*')],
  ['a property of the prototype', reference('t0', 'Foo/changes', '/constructor')],
  ['something that is no reference', 'ids'],
])('%s is an invalid result reference', (_what, value) => {
  expect(resolveReferences({ '#ids': value }, [changes])).toMatchObject({ ok: false, type: 'invalidResultReference' });
});

test('the first response of a call id is the one that counts', () => {
  const second: Invocation = ['Email/set', { ids: ['x'] }, 't0'];
  expect(resolveReferences({ '#ids': reference('t0', 'Email/set', '/ids') }, [changes, second]).ok).toBe(false);
});

test('an argument given both ways is invalid', () => {
  const resolved = resolveReferences({ ids: [], '#ids': reference('t0', 'Foo/changes', '/created') }, [changes]);
  expect(resolved).toMatchObject({ ok: false, type: 'invalidArguments' });
});

test('JSON pointers as in RFC 6901 §5', () => {
  const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, ' ': 7 };
  const values = ['', '/foo', '/foo/0', '/', '/a~1b', '/m~0n', '/ '].map((pointer) => evaluate(document, pointer)?.value);
  expect(values).toEqual([document, ['bar', 'baz'], 'bar', 0, 1, 8, 7]);
});
