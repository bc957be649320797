import { expect, test } from 'vitest';
import { applyPatch } from './apply-patch.ts';

const object = { a: 1, b: { c: { d: 2 }, 'x/y~z': 3 }, list: [1] };

test('values replace, null removes, pointers are unescaped; the object itself stays as it is', () => {
  expect(applyPatch(object, { a: null, 'b/c/d': 5, 'b/x~1y~0z': 6, e: { f: 1 } })).toEqual({
    b: { c: { d: 5 }, 'x/y~z': 6 },
    list: [1],
    e: { f: 1 },
  });
  expect(object.b.c.d).toBe(2);
});

test.each([{ 'b/q/d': 1 }, { 'a/b': 1 }, { 'list/0': 2 }, { b: {}, 'b/c': 1 }])('%j is no patch of it (RFC 8620 §5.3)', (patch) => {
  expect(applyPatch(object, patch)).toBeUndefined();
});

test('a pointer to __proto__ makes a property and no prototype', () => {
  const changed = applyPatch({ a: {} }, { 'a/__proto__': { evil: true } });
  expect((changed?.a as { evil?: boolean }).evil).toBeUndefined();
});
