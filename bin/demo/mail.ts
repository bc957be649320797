/** The demo's letters: invented people, real-looking mail. */
import type Mail from 'nodemailer/lib/mailer/index.js';
import { marketInvitation } from './market-invitation.ts';

interface Letter {
  mailbox: string;
  flags: string[];
  date: Date;
  message: Mail.Options;
}
interface Draft {
  from: string;
  subject: string;
  text: string;
  hoursAgo: number;
  html?: string;
  mailbox?: string;
  flags?: string[];
  to?: string;
  thread?: string;
  inReplyTo?: string;
  attachments?: Mail.Attachment[];
}

/** All letters of one person, oldest first. */
export function mailOf(email: string, now: Date): Letter[] {
  const drafts = email.startsWith('alice@') ? forAlice : forBob;
  return [...drafts]
    .sort((a, b) => b.hoursAgo - a.hoursAgo)
    .map((draft, index) => {
      const date = new Date(now.getTime() - draft.hoursAgo * 3_600_000);
      const { mailbox = 'INBOX', flags = ['\\Seen'], hoursAgo: _hours, thread, inReplyTo, ...content } = draft;
      const id = `<${thread ?? `letter-${index}`}@${(draft.from.split('@')[1] ?? 'crepes.fr').replace('>', '')}>`;
      const message = { to: email, date, messageId: id, ...content, ...(inReplyTo ? { inReplyTo, references: inReplyTo } : {}) };
      return { mailbox, flags, date, message };
    });
}

const unread: string[] = [];
const alice = 'Alice Martin <alice@crepes.fr>';
const bob = 'Bob Keller <bob@hamburger.edu>';

const forAlice: Draft[] = [
  {
    from: bob,
    subject: 'Winter Market: invitation draft',
    thread: 'market-1',
    hoursAgo: 20,
    text: 'Here is the draft of the invitation. The seats are free, but we should know how many pans to bring.\n\nBob',
    html: marketInvitation,
  },
  {
    from: bob,
    subject: 'Re: Winter Market: invitation draft',
    thread: 'market-3',
    inReplyTo: '<market-1@hamburger.edu>',
    hoursAgo: 0.6,
    flags: unread,
    text: 'Looks wonderful. Two small things before it goes out: the workshop starts at eleven thirty, and the floor plan has moved the cider stand indoors.',
    attachments: [
      { filename: 'floor-plan.csv', content: 'stand,place\ncider,hall 2\ncrepes,hall 1\npickles,courtyard\n' },
      { filename: 'notes.txt', content: 'Lanterns above the foundry courtyard; quiet hour from nine.\n' },
    ],
  },
  {
    from: alice,
    to: bob,
    mailbox: 'Sent',
    subject: 'Re: Winter Market: invitation draft',
    thread: 'market-2',
    inReplyTo: '<market-1@hamburger.edu>',
    hoursAgo: 18,
    text: 'Could you send us the floor plan before lunch? Camille wants to read it too.',
  },
  {
    from: 'Priya Raman <priya@oven-works.example>',
    subject: 'Signed contract for the oven lease',
    hoursAgo: 1.2,
    flags: unread,
    text: 'Here it is, countersigned this morning. The second oven arrives in the first week of December; someone should be in from eight.',
    attachments: [{ filename: 'oven-lease.txt', content: 'Lease of two deck ovens, twelve months.\n' }],
  },
  {
    from: 'Jonas Weber <jonas@garage.example>',
    subject: 'Tyre change on Friday',
    hoursAgo: 3,
    flags: unread,
    text: 'The garage can take the van at eight, or after lunch if that suits you better. Winter tyres are in the shed.',
  },
  {
    from: 'Lena Fischer <lena@orchard.example>',
    subject: 'Photos from the harvest dinner',
    hoursAgo: 4.5,
    text: 'All of them, even the blurry ones. The long table came out best; keep what you like and send the rest on to Mei.',
  },
  {
    from: 'Mei Tanaka <mei@buckwheat.example>',
    subject: 'Re: Buckwheat trial, batch 7',
    hoursAgo: 6,
    flags: unread,
    text: 'The numbers are in: hydration at 68 % wins by a clear margin. Batch 8 rests tonight. I will bring samples on Tuesday.',
  },
  {
    from: 'Night Train Club <tickets@night-train.example>',
    subject: 'Your sleeper to Vienna is confirmed',
    hoursAgo: 9,
    text: 'Coach 14, berths 31 and 32. Breakfast is served from half past six. Have a quiet night.',
    attachments: [{ filename: 'tickets.txt', content: 'Coach 14, berths 31 and 32\n' }],
  },
  {
    from: 'Hannah Osei <hannah@inspection.example>',
    subject: 'Can we move Tuesday to 15:30?',
    hoursAgo: 26,
    flags: unread,
    text: 'The inspector asked for an hour earlier, but I am on the train until three. Would half past three work for all of you?',
  },
  {
    from: 'Oliver Brandt <oliver@brandt.example>',
    subject: 'Sunday lunch at ours?',
    hoursAgo: 30,
    flags: ['\\Seen', '\\Flagged'],
    text: 'We will bring the cider. Is anyone allergic to walnuts? Sana says yes to everything.',
  },
  {
    from: 'The Slow Letter <hello@slow-letter.example>',
    subject: 'No. 48: On bread, patience and snow',
    hoursAgo: 34,
    text: 'Nobody who has waited for a sourdough is ever late on purpose. This week: three bakers, one oven, and the first snow.',
  },
  {
    from: 'Mateo Ruiz <mateo@print-shop.example>',
    subject: 'Menu cards, round two',
    hoursAgo: 52,
    flags: unread,
    text: 'Larger type for the prices, as you asked, and the accents are where they belong now. The proof is attached.',
    attachments: [{ filename: 'menu-v2.txt', content: 'Complète 9\nSucre 4\nCaramel au beurre salé 5\n' }],
  },
  {
    from: 'Tomasz Nowak <tomasz@mill.example>',
    subject: 'Invoice 2026-118',
    hoursAgo: 55,
    text: 'Thirty days as always. The flour price holds until the new year; after that we should talk.',
    attachments: [{ filename: 'invoice-2026-118.txt', content: 'Flour T80, 400 kg\n' }],
  },
  {
    from: 'Clara Dubois <clara@cycling.example>',
    subject: 'Saturday ride: river or hills?',
    hoursAgo: 76,
    text: 'The forecast says dry until two. Hills if at least four of us come, otherwise the river and an early coffee.',
  },
  {
    from: 'City Library <loans@library.example>',
    subject: 'Two books are due next week',
    hoursAgo: 98,
    text: 'You can renew both online until Thursday. The third one is reserved by another reader.',
  },
  {
    from: 'Yuki Sato <yuki@ceramics.example>',
    subject: '皿の見本ができました',
    hoursAgo: 120,
    text: '見本を三つ焼きました。青いほうが照明の下で一番きれいです。来週お持ちします。',
  },
  {
    from: 'Amina Haddad <amina@spices.example>',
    subject: 'عينات التوابل',
    hoursAgo: 130,
    text: 'أرسلت لك اليوم ثلاث عينات: الكمون والسماق والزعتر. أخبريني أيها تفضلين.',
  },
  {
    from: 'Win Big <prize@lottery.example>',
    subject: 'You have won, claim today',
    hoursAgo: 40,
    mailbox: 'Junk',
    flags: unread,
    text: 'Congratulations. Send a small fee to receive a large one.',
  },
];

const forBob: Draft[] = [
  {
    from: alice,
    subject: 'Re: Winter Market: invitation draft',
    thread: 'market-2',
    inReplyTo: '<market-1@hamburger.edu>',
    hoursAgo: 18,
    text: 'Could you send us the floor plan before lunch? Camille wants to read it too.',
  },
  {
    from: bob,
    to: alice,
    mailbox: 'Sent',
    subject: 'Winter Market: invitation draft',
    thread: 'market-1',
    hoursAgo: 20,
    text: 'Here is the draft of the invitation.',
  },
  {
    from: 'Registrar <registrar@hamburger.edu>',
    subject: 'Kitchen laboratory, spring timetable',
    hoursAgo: 8,
    flags: unread,
    text: 'The grill course moves to Wednesday. Please confirm your groups by the end of the month.',
  },
  {
    from: 'Dana Okafor <dana@pickles.example>',
    subject: 'Pickle tasting, the results',
    hoursAgo: 28,
    flags: unread,
    text: 'Dill wins, as always. The mustard seed batch came second and nobody could explain why.',
  },
  {
    from: 'Felix Moreau <felix@ketchup.example>',
    subject: 'Do you like ketchup?',
    hoursAgo: 49,
    text: 'We are testing a new recipe with roasted tomatoes. Shall I send you a crate?',
  },
];
