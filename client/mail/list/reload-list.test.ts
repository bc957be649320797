import { expect, test } from 'vitest';
import { movedBy } from './reload-list.ts';

test.each([
  ['two came above', ['a', 'b', 'c'], ['x', 'y', 'a', 'b', 'c'], 1, 2],
  ['one above went', ['a', 'b', 'c'], ['b', 'c'], 1, -1],
  ['the first seen went, its neighbour tells', ['a', 'b', 'c'], ['a', 'c'], 1, -1],
  ['nothing is known', [undefined, undefined], ['a'], 0, 0],
])('%s', (_name, old, next, first, moved) => expect(movedBy(old, next, first)).toBe(moved));
