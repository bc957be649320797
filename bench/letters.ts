/** Seeded letters of 2 to 60 KB, so that every run and every server gets the same mail. */
const words =
  'market oven flour river winter lantern harvest table cider pickle mustard batch numbers invoice train morning copper ledger'.split(' ');

export function letter(number: number, to: string, from = `s${number % 97}@sender.test`): string {
  let seed = number * 2654435761 + 12345;
  const random = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 4294967296;
  const lines = 20 + Math.floor(random() ** 3 * 800);
  const text = Array.from({ length: lines }, () => Array.from({ length: 11 }, () => words[Math.floor(random() * words.length)]).join(' '));
  const head = [
    `From: Sender ${number % 97} <${from}>`,
    `To: <${to}>`,
    `Subject: Letter ${number} about ${words[number % words.length]}`,
    `Message-ID: <letter-${number}-${to}>`,
    `Date: Sat, 21 Nov 2026 10:${String(number % 60).padStart(2, '0')}:00 +0000`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return `${head.join('\r\n')}\r\n\r\n${text.join('\r\n')}${number % 50 === 0 ? '\r\nrarestword' : ''}\r\n`;
}

/** Each of these stands in one letter of fifty. */
export const rareWords = ['saffron', 'juniper', 'quince', 'sorrel', 'medlar'];

/** As most mail is: some lines. */
export function shortLetter(number: number, to: string): string {
  const [head = '', body = ''] = letter(number, to).split('\r\n\r\n');
  const rare = rareWords[number % 50];
  return `${head}\r\n\r\n${rare ? `About ${rare}.\r\n` : ''}${body.split('\r\n').slice(0, 12).join('\r\n')}\r\n`;
}
