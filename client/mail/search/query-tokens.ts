/** The pieces of what stands in the search box, with their places: chips, suggestions and the parser are made from them. Pure. */
export const operators = [
  ...([
    'from',
    'to',
    'cc',
    'bcc',
    'subject',
    'has',
    'filename',
    'in',
    'label',
    'is',
    'before',
    'after',
    'older_than',
    'newer_than',
  ] as const),
  ...(['larger', 'smaller', 'list', 'shared'] as const),
];
export type Operator = (typeof operators)[number];

export interface Token {
  kind: 'word' | 'or' | 'not' | 'open' | 'close';
  /** As it is written. */
  text: string;
  at: number;
  end: number;
  negated: boolean;
  /** '' for a word or phrase by itself. */
  key: Operator | '';
  value: string;
  isPhrase: boolean;
  isOperator: boolean;
}

const pattern =
  /(?<paren>[()])|(?<minus>-)?(?:(?<key>[a-z_]+):(?:"(?<keyPhrase>[^"]*)"?|(?<keyWord>[^\s()"]*))|"(?<phrase>[^"]*)"?|(?<word>[^\s()"]+))/giu;

export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (const match of query.matchAll(pattern)) {
    const { paren, minus, key: written = '', keyPhrase, keyWord, word } = match.groups ?? {};
    const phrase = match.groups?.phrase ?? keyPhrase;
    const [text] = match;
    const place = { text, at: match.index, end: match.index + text.length };
    const plain = { negated: false, key: '' as const, value: '', isPhrase: false, isOperator: false };
    if (paren) {
      tokens.push({ kind: paren === '(' ? 'open' : 'close', ...place, ...plain });
      continue;
    }
    if (text === '-') {
      if (query[place.end] === '(') tokens.push({ kind: 'not', ...place, ...plain });
      continue;
    }
    const key = operators.find((one) => one === written.toLowerCase());
    const bare = phrase ?? keyWord ?? word ?? '';
    const value = (key || !written ? bare : `${written}:${bare}`).trim();
    if (value === '' && !key) continue;
    if (!key && !minus && phrase === undefined && (value === 'OR' || value === '|')) tokens.push({ kind: 'or', ...place, ...plain });
    else if (!key && !minus && phrase === undefined && (value === 'NOT' || value === 'AND')) {
      if (value === 'NOT') tokens.push({ kind: 'not', ...place, ...plain });
    } else {
      const negated = minus !== undefined;
      tokens.push({
        kind: 'word',
        ...place,
        negated,
        key: key ?? '',
        value,
        isPhrase: phrase !== undefined,
        isOperator: key !== undefined,
      });
    }
  }
  return tokens;
}

/** The query without one of its pieces. */
export function withoutToken(query: string, { at, end }: Pick<Token, 'at' | 'end'>): string {
  return `${query.slice(0, at)} ${query.slice(end)}`
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\( *\)/g, '')
    .trim();
}

/** The piece that the caret stands in or right after, and the query with something else in its place. */
export function tokenAt(query: string, caret: number): Token | undefined {
  return tokensOf(query).find(({ at, end, kind }) => kind === 'word' && at < caret && caret <= end);
}

export function replaced(query: string, token: Pick<Token, 'at' | 'end'> | undefined, by: string): string {
  const [at, end] = token ? [token.at, token.end] : [query.length, query.length];
  const before = query.slice(0, at);
  return `${before}${before === '' || /[\s(-]$/.test(before) ? '' : ' '}${by}${query.slice(end)}`;
}

export const quoted = (value: string): string => (/[\s()]/.test(value) ? `"${value}"` : value);
