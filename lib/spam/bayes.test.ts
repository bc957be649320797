/** From counts to evidence. */
import { describe, expect, test } from 'vitest';
import { evidenceOf, type TokenCounts } from './bayes.ts';

const plain = (spam: number, ham: number): TokenCounts => ({ spam, ham, htmlSpam: 0, htmlHam: 0 });
const html = (spam: number, ham: number): TokenCounts => ({ spam, ham, htmlSpam: spam, htmlHam: ham });
const totals: TokenCounts = { spam: 1000, ham: 1000, htmlSpam: 500, htmlHam: 100 };

test('what was in junk speaks for it, what was elsewhere against it, what is unknown or even says nothing', () => {
  expect(evidenceOf([':pills'], [plain(90, 1)], totals)).toBeGreaterThan(1);
  expect(evidenceOf([':minutes'], [plain(1, 90)], totals)).toBeLessThan(-1);
  expect(evidenceOf([':new', ':even'], [undefined, plain(50, 50)], totals)).toBe(0);
});

test('the more often seen, the more it says; until enough was learnt, in part', () => {
  const [once, often] = [evidenceOf([':a'], [plain(1, 0)], totals), evidenceOf([':a'], [plain(40, 0)], totals)];
  expect(once).toBeGreaterThan(0);
  expect(often).toBeGreaterThan(3 * once);
  const few = { spam: 5, ham: 5, htmlSpam: 0, htmlHam: 0 };
  const many = { spam: 50, ham: 50, htmlSpam: 0, htmlHam: 0 };
  const [little, much] = [few, many].map((learnt) => evidenceOf([':a'], [plain(5, 0)], learnt));
  expect(little).toBeGreaterThan(0);
  expect(little).toBeLessThan((much ?? 0) / 5);
  expect(evidenceOf([':a'], [plain(5, 0)], plain(5, 0))).toBe(0);
});

test('how it is made counts three times', () => {
  const of = (made: string) => evidenceOf([made, ':b'], [plain(40, 0), plain(0, 40)], totals);
  expect(of(':a')).toBeCloseTo(0);
  expect(of('xm:some bulk mailer')).toBeGreaterThan(0.5);
});

describe('mail with HTML is compared with mail with HTML', () => {
  // Half of the junk has HTML and a tenth of the rest: HTML itself, and the words of every newsletter, speak for junk among all mail.
  const newsletter = [html(500, 100), html(100, 95), html(100, 95), html(100, 95)];
  const words = ['html', ':unsubscribe', ':subscribed', ':newsletter'];

  test('the words of newsletters speak for a newsletter, though most wanted mail has none of them', () => {
    expect(evidenceOf(words, newsletter, totals)).toBeLessThan(0);
    expect(
      evidenceOf(
        words,
        newsletter.map(({ spam, ham }) => plain(spam, ham)),
        plain(1000, 1000),
      ),
    ).toBeGreaterThan(0);
  });

  test('what was learnt before the kinds were told apart is judged over all mail, as it was', () => {
    const before = [plain(500, 100), plain(200, 80)];
    expect(evidenceOf(['html', ':unsubscribe'], before, plain(1000, 1000))).toBeGreaterThan(0);
  });

  test('a lesson too few of the kind moves it a little', () => {
    const some = { spam: 1000, ham: 1000, htmlSpam: 500, htmlHam: 5 };
    const counts = [html(500, 5), { spam: 200, ham: 80, htmlSpam: 100, htmlHam: 5 }];
    const [all, now] = [plain(1000, 1000), some].map((learnt) => evidenceOf(['html', ':unsubscribe'], counts, learnt));
    expect(Math.abs((now ?? 0) - (all ?? 0))).toBeLessThan(0.1 * Math.abs(all ?? 0));
  });
});
