/**
 * Google's Takeout: one mbox of everything, in which two headers that were not in the message tell its labels and its conversation. They
 * are taken off, so that what is stored is the message as it was sent, and the same one fetched by IMAP is known again.
 */
import { decodeWords } from '#lib/message/encoded-word.ts';
import { Flag } from '#lib/message/keywords.ts';
import type { MailboxRole } from '#server/store/index.ts';

export interface TakeoutMessage {
  /** Without those two headers. */
  bytes: Buffer;
  flags: number;
  keywords: string[] | null;
  /** Where it is: mailboxes with a role, and paths of labels. Never both empty. */
  roles: MailboxRole[];
  paths: string[];
  /** The conversation, as an id that stands among its references; null when it tells none. */
  thread: string | null;
}

/** Null: the message does not come from Takeout. */
export function readTakeout(bytes: Buffer): TakeoutMessage | null {
  const found = new Map<string, string>();
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const end = endOfField(bytes, at);
    const field = bytes.subarray(at, end).toString('latin1');
    if (/^\r?\n/.test(field)) break; // the end of the header
    const [, name = '', value = ''] = /^(X-GM-THRID|X-Gmail-Labels):(.*)$/is.exec(field) ?? [];
    if (name !== '') {
      found.set(name.toLowerCase(), decodeWords(value.replaceAll(/\r?\n(?=[ \t])/g, '').trim()));
      kept.push(bytes.subarray(from, at));
      from = end;
    }
    at = end;
  }
  const labels = found.get('x-gmail-labels');
  if (labels === undefined) return null;
  const thread = /^\d+$/.exec(found.get('x-gm-thrid') ?? '')?.[0];
  return {
    ...placesOf(splitLabels(labels)),
    bytes: Buffer.concat([...kept, bytes.subarray(from)]),
    thread: thread === undefined ? null : `${thread}@conversation.takeout.invalid`,
  };
}

/** A field with its continuation lines (RFC 5322 §2.2.3). */
function endOfField(bytes: Buffer, at: number): number {
  for (let from = at; ;) {
    const end = bytes.indexOf(10, from);
    if (end < 0) return bytes.length;
    const next = bytes[end + 1];
    const isEmpty = end === at || (end === at + 1 && bytes[at] === 13);
    if (isEmpty || (next !== 32 && next !== 9)) return end + 1;
    from = end + 1;
  }
}

/** Between commas; one that holds a comma stands in quotes. */
function splitLabels(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)]
    .map(([, quoted, plain = '']) => (quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, '$1')).trim())
    .filter((label) => label !== '');
}

type Meaning = { role: MailboxRole } | { flag: number } | { keyword: string } | 'unread' | 'nothing';

// Takeout names what is Gmail's own in the language of the account. One that is not known here becomes a label like any other.
const meanings = new Map<string, Meaning>(
  (
    [
      [{ role: 'inbox' }, 'inbox', 'posteingang', 'boîte de réception', 'recibidos', '受信トレイ', 'hộp thư đến', 'البريد الوارد'],
      [{ role: 'sent' }, 'sent', 'gesendet', 'messages envoyés', 'enviados', '送信済みメール', 'đã gửi', 'البريد المرسل', 'المرسلة'],
      [{ role: 'drafts' }, 'draft', 'drafts', 'entwurf', 'entwürfe', 'brouillons', 'borradores', '下書き', 'thư nháp', 'المسودات'],
      [{ role: 'junk' }, 'spam', '迷惑メール', 'thư rác', 'الرسائل غير المرغوب فيها'],
      [{ role: 'trash' }, 'trash', 'bin', 'papierkorb', 'corbeille', 'papelera', 'ゴミ箱', 'thùng rác', 'المهملات'],
      [
        { role: 'archive' },
        'archived',
        'archiviert',
        'archivé',
        'archivés',
        'messages archivés',
        'archivados',
        'アーカイブ済み',
        'đã lưu trữ',
        'المؤرشفة',
      ],
      [
        { flag: Flag.flagged },
        'starred',
        'markiert',
        'suivis',
        'messages suivis',
        'destacados',
        'スター付き',
        'có gắn dấu sao',
        'المميّزة بنجمة',
      ],
      [{ keyword: '$important' }, 'important', 'wichtig', 'importants', 'importante', 'importantes', '重要', 'quan trọng', 'مهم'],
      [{ flag: Flag.seen }, 'opened', 'geöffnet', 'ouvert', 'messages ouverts', 'abierto', 'abiertos', '開封済み', 'đã mở', 'المفتوحة'],
      ['unread', 'unread', 'ungelesen', 'non lus', 'messages non lus', 'no leído', 'no leídos', '未読', 'chưa đọc', 'غير مقروءة'],
      [{ keyword: '$muted' }, 'muted', 'ignoriert', 'ignorés', 'silenciados', 'ミュート', 'bị bỏ qua', 'تم تجاهلها'],
      ['nothing', 'all mail', 'alle nachrichten', 'tous les messages', 'todos', 'すべてのメール', 'chat', 'chats'],
    ] as [Meaning, ...string[]][]
  ).flatMap(([meaning, ...names]) => names.map((name): [string, Meaning] => [name, meaning])),
);
const category = /^(?:category|kategorie|catégorie|categoría|カテゴリ|danh mục|الفئة)[ :：]+(.+)$/iu;

function placesOf(labels: readonly string[]): Pick<TakeoutMessage, 'flags' | 'keywords' | 'roles' | 'paths'> {
  const roles = new Set<MailboxRole>();
  const keywords = new Set<string>();
  const paths = new Set<string>();
  let flags = 0;
  let isUnread = false;
  for (const label of labels) {
    const meaning = meanings.get(label.toLowerCase());
    const [, tab] = category.exec(label) ?? [];
    if (tab) keywords.add(`category-${tab.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')}`.slice(0, 60));
    else if (meaning === undefined) paths.add(label);
    else if (meaning === 'unread') isUnread = true;
    else if (meaning !== 'nothing') {
      if ('role' in meaning) roles.add(meaning.role);
      else if ('flag' in meaning) flags |= meaning.flag;
      else keywords.add(meaning.keyword);
    }
  }
  if (isUnread) flags &= ~Flag.seen;
  else flags |= Flag.seen; // an export tells "Unread" of those that are; "Opened" only of those that were opened on the web
  if (roles.has('drafts')) flags |= Flag.draft;
  if (roles.size > 1) roles.delete('archive');
  if (roles.size === 0 && paths.size === 0) roles.add('archive');
  return { flags, keywords: keywords.size > 0 ? [...keywords].sort() : null, roles: [...roles], paths: [...paths] };
}
