/** HTML of a message as plain text for previews, search and the text of a notice; linear in time, whatever it is given. */
const silent = new Set(['script', 'style', 'head', 'title', 'template', 'svg', 'math', 'noscript', 'textarea', 'select', 'object']);
const breaking = new Set('p div br tr li ul ol table h1 h2 h3 h4 h5 h6 blockquote pre hr section article header footer dd dt'.split(' '));
const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
  copy: '©',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  bull: '•',
  middot: '·',
};

export function htmlToText(html: string, mostCharacters = 1_000_000): string {
  const out: string[] = [];
  let length = 0;
  const lower = html.toLowerCase();
  for (let at = 0; at < html.length && length < mostCharacters;) {
    const open = html.indexOf('<', at);
    const end = open < 0 ? html.length : open;
    if (end > at) {
      const text = html.slice(at, end);
      out.push(text);
      length += text.length;
    }
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      const close = html.indexOf('-->', open + 4);
      at = close < 0 ? html.length : close + 3;
      continue;
    }
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})/.exec(html.slice(open, open + 24));
    if (!tag && html[open + 1] !== '!' && html[open + 1] !== '/' && html[open + 1] !== '?') {
      out.push('&lt;');
      at = open + 1;
      continue;
    }
    const close = html.indexOf('>', open);
    at = close < 0 ? html.length : close + 1;
    const name = (tag?.[2] ?? '').toLowerCase();
    if (tag?.[1] === '' && silent.has(name) && html[close - 1] !== '/') {
      const end = lower.indexOf(`</${name}`, at); // what stands inside is no text, whatever it looks like
      at = end < 0 ? html.length : end;
    } else if (breaking.has(name)) out.push('\n');
    else if (name === 'td' || name === 'th') out.push(' ');
  }
  return decodeEntities(out.join(''))
    .replaceAll(/[ \t\r\f\v\u00a0]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}
