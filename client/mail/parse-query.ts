/** The search box's language (ux, section 8) as a JMAP filter. Pure: `today` is passed in. */
export type Filter = Record<string, unknown>;

interface Context {
  mailboxId: (name: string) => string | undefined;
  today: Date;
}

export function parseQuery(query: string, context: Context): Filter {
  const groups: Filter[][] = [[]];
  for (const { negated, key, value } of words(query)) {
    if (key === '' && value === 'OR') {
      groups.push([]);
      continue;
    }
    const condition = conditionOf(key, value, context);
    if (condition) groups.at(-1)?.push(negated ? { operator: 'NOT', conditions: [condition] } : condition);
  }
  const filled = groups.filter((group) => group.length > 0).map((group) => joined('AND', group));
  return filled.length === 0 ? {} : joined('OR', filled);
}

/** Words to be marked in what was found. */
export function plainWords(query: string): string[] {
  return words(query)
    .filter(({ key, value, negated }) => !negated && ['', 'subject', 'from', 'to'].includes(key) && value !== 'OR')
    .map(({ value }) => value);
}

const joined = (operator: 'AND' | 'OR', conditions: Filter[]): Filter =>
  conditions.length === 1 ? (conditions[0] ?? {}) : { operator, conditions };

function words(query: string): { negated: boolean; key: string; value: string }[] {
  const pattern = /(-)?(?:([a-z_]+):)?(?:"([^"]*)"|(\S+))/gi;
  return [...query.matchAll(pattern)]
    .map((match) => ({ negated: match[1] === '-', key: (match[2] ?? '').toLowerCase(), value: (match[3] ?? match[4] ?? '').trim() }))
    .filter(({ value }) => value !== '');
}

const flags: Record<string, Filter> = {
  unread: { notKeyword: '$seen' },
  read: { hasKeyword: '$seen' },
  starred: { hasKeyword: '$flagged' },
  answered: { hasKeyword: '$answered' },
  draft: { hasKeyword: '$draft' },
};

function conditionOf(key: string, value: string, { mailboxId, today }: Context): Filter | undefined {
  switch (key) {
    case 'from':
    case 'to':
    case 'cc':
    case 'bcc':
    case 'subject':
      return { [key]: value };
    case 'has':
      return value === 'attachment' ? { hasAttachment: true } : undefined;
    case 'filename':
      return { text: value };
    case 'is':
      return flags[value.toLowerCase()];
    case 'in':
    case 'label': {
      const id = mailboxId(value);
      return id ? { inMailbox: id } : { inMailbox: 'none' };
    }
    case 'before':
      return date(value, (at) => ({ before: at.toISOString() }));
    case 'after':
      return date(value, (at) => ({ after: at.toISOString() }));
    case 'older_than':
      return span(value, today, (at) => ({ before: at.toISOString() }));
    case 'newer_than':
      return span(value, today, (at) => ({ after: at.toISOString() }));
    case 'larger':
    case 'smaller': {
      const match = /^(\d+)([kmg]?)b?$/i.exec(value);
      const unit = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(match?.[2] ?? '').toLowerCase()] ?? 1;
      return match ? { [key === 'larger' ? 'minSize' : 'maxSize']: Number(match[1]) * unit } : undefined;
    }
    case 'list':
      return { header: ['List-Id', value] };
    case '':
      return { text: value };
    default:
      return { text: `${key}:${value}` };
  }
}

function date(value: string, make: (at: Date) => Filter): Filter | undefined {
  const at = new Date(value.replaceAll('/', '-'));
  return Number.isNaN(at.getTime()) ? undefined : make(at);
}

function span(value: string, today: Date, make: (at: Date) => Filter): Filter | undefined {
  const match = /^(\d+)([dwmy])$/i.exec(value);
  const days = { d: 1, w: 7, m: 30, y: 365 }[(match?.[2] ?? '').toLowerCase()];
  return match && days ? make(new Date(today.getTime() - Number(match[1]) * days * 86_400_000)) : undefined;
}
