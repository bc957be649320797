/** Words for reasons: by name, by sign where both exist, and the server's own for what names things. */
import { expect, test } from 'vitest';
import english from '#messages/en/junk.json';
import { reasonKey } from './reason-key.ts';

test('every reason of the catalogue is reached, and no other', () => {
  const key = (name: string, points = 1) => reasonKey({ name, points });
  expect([key('dmarc'), key('dmarc', -1), key('bayes'), key('bayes', -1)]).toEqual(['dmarcFailed', 'dmarcPassed', 'bayesBad', 'bayesGood']);
  const rest = Object.keys(english.reasons).filter((name) => !/^(dmarc|bayes)/.test(name));
  expect(rest.map((name) => key(name))).toEqual(rest);
  expect([key('rspamd'), key('virus'), key('toString')]).toEqual([null, null, null]);
});
