/** Names of masked addresses: two words and a number, easy to read out over the telephone, and impossible to guess. */

export const maskLimits = { perAccount: 1000, label: 100 } as const;

const first = [
  ...['amber', 'ancient', 'autumn', 'bold', 'brave', 'breezy', 'bright', 'calm', 'clever', 'cloudy', 'cosy', 'crisp', 'dapper', 'eager'],
  ...[
    'early',
    'fair',
    'fancy',
    'fresh',
    'gentle',
    'glad',
    'golden',
    'grand',
    'happy',
    'hidden',
    'honest',
    'humble',
    'jolly',
    'keen',
    'kind',
  ],
  ...['late', 'light', 'lively', 'lucky', 'mellow', 'merry', 'mild', 'misty', 'modest', 'neat', 'noble', 'odd', 'old', 'patient', 'plain'],
  ...['polite', 'proud', 'quick', 'quiet', 'rapid', 'rustic', 'shy', 'silent', 'silver', 'simple', 'snowy', 'steady', 'sunny', 'swift'],
  ...['tidy', 'tiny', 'warm', 'wild', 'wise', 'young'],
];
const second = [
  ...['acorn', 'anchor', 'apple', 'badger', 'barn', 'basin', 'beacon', 'birch', 'bridge', 'brook', 'candle', 'canyon', 'cedar', 'cherry'],
  ...[
    'clover',
    'comet',
    'coral',
    'crane',
    'dune',
    'eagle',
    'ember',
    'falcon',
    'feather',
    'fern',
    'field',
    'finch',
    'forest',
    'fox',
    'garden',
  ],
  ...[
    'glacier',
    'harbour',
    'hazel',
    'heron',
    'hill',
    'island',
    'ivy',
    'kettle',
    'lake',
    'lantern',
    'lark',
    'maple',
    'meadow',
    'moon',
    'moss',
  ],
  ...['oak', 'otter', 'owl', 'pebble', 'pine', 'pond', 'quail', 'raven', 'reed', 'ridge', 'river', 'robin', 'sail', 'shell', 'spruce'],
  ...['stone', 'thistle', 'valley', 'willow', 'wren'],
];

/** `random`: at least eight octets. About 2^42 names. */
export function maskName(random: Uint8Array): string {
  const at = (index: number) => random[index] ?? 0;
  const number = (((at(2) << 24) | (at(3) << 16) | (at(4) << 8) | at(5)) >>> 0) % 10 ** 9;
  const word = (words: readonly string[], octet: number) => words[octet % words.length] ?? '';
  return `${word(first, at(0) ^ at(6))}.${word(second, at(1) ^ at(7))}.${number}`;
}
