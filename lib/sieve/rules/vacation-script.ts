/** The vacation reply (RFC 8621 §8) as a script that a person can read, and back. */
import { command, number, strings, tag, test, type Argument, type Test } from '../syntax/tree.ts';
import { parseScript } from '../syntax/parse.ts';
import { printScript } from '../syntax/print.ts';
import { requireFor } from './required.ts';

export interface VacationReply {
  /** UTCDate, or null: from now on. */
  fromDate: string | null;
  /** UTCDate, or null: until it is turned off. */
  toDate: string | null;
  subject: string | null;
  textBody: string | null;
  htmlBody: string | null;
}

export const vacationTitle = 'The vacation reply, written by the webmail.';
/** What is said when no text was given. */
export const vacationDefaultText = 'I am away and will read your message when I am back.';
const days = 7;

export function vacationToSieve(reply: VacationReply): string {
  const text = reply.textBody ?? (reply.htmlBody === null ? vacationDefaultText : null);
  const args: Argument[] = [tag(':days'), number(days)];
  if (reply.subject !== null) args.push(tag(':subject'), strings(reply.subject));
  if (reply.htmlBody !== null) args.push(tag(':mime'), strings(entityOf(text, reply.htmlBody)));
  else args.push(strings(text ?? ''));
  const vacation = command('vacation', args);
  const limits = [
    ...(reply.fromDate === null ? [] : [dateTest('ge', reply.fromDate)]),
    ...(reply.toDate === null ? [] : [dateTest('lt', reply.toDate)]),
  ];
  const body = limits.length > 0 ? command('if', [], { tests: [test('allof', [], limits)], block: [vacation] }) : vacation;
  const required = requireFor([body]);
  return printScript({ commands: [{ ...(required ?? body), comments: [vacationTitle] }, ...(required ? [body] : [])], trailing: [] });
}

/** Null: a script of another form. */
export function sieveToVacation(text: string): VacationReply | null {
  const parsed = parseScript(text);
  const [first, ...more] = parsed.ok ? parsed.script.commands : [];
  if (first?.name !== 'require' || first.comments[0] !== vacationTitle || more.length !== 1) return null;
  const [body] = more;
  const found: VacationReply = { fromDate: null, toDate: null, subject: null, textBody: null, htmlBody: null };
  for (const { name, args } of body?.name === 'if' ? (body.tests[0]?.tests ?? []) : []) {
    const [relation, date] = [textBehind(args, ':value'), lastText(args)];
    if (name !== 'currentdate' || date === undefined) return null;
    if (relation === 'ge') found.fromDate = utcDate(date);
    else found.toDate = utcDate(date);
  }
  const vacation = body?.name === 'if' ? body.block?.[0] : body;
  if (vacation?.name !== 'vacation') return null;
  found.subject = textBehind(vacation.args, ':subject') ?? null;
  const reason = lastText(vacation.args) ?? '';
  if (!vacation.args.some((arg) => arg.kind === 'tag' && arg.name === ':mime'))
    return { ...found, textBody: reason.replaceAll('\r\n', '\n') === vacationDefaultText ? null : unixLines(reason) };
  const parts = reason.split(`--${boundary}`);
  if (parts.length === 1) return { ...found, htmlBody: unixLines(bodyOf(reason)) };
  return {
    ...found,
    textBody: unixLines(bodyOf(parts[1] ?? '').replace(/\r\n$/, '')),
    htmlBody: unixLines(bodyOf(parts[2] ?? '').replace(/\r\n$/, '')),
  };
}

const boundary = 'posthorn-vacation-parts';

/** RFC 5230 §4.4: a MIME entity with its header. */
function entityOf(text: string | null, html: string): string {
  const part = (type: string, content: string) =>
    `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${crlf(content)}`;
  if (text === null) return part('html', html);
  const inner = `--${boundary}\r\n${part('plain', text)}\r\n--${boundary}\r\n${part('html', html)}\r\n--${boundary}--\r\n`;
  return `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n${inner}`;
}

const crlf = (text: string): string => text.replaceAll(/\r\n|\r|\n/g, '\r\n');
const unixLines = (text: string): string => text.replaceAll('\r\n', '\n');
const bodyOf = (part: string): string => part.slice(part.indexOf('\r\n\r\n') + 4);

/** Instants in UTC, in a form whose order is that of their letters. */
const dateTest = (relation: string, date: string): Test =>
  test('currentdate', [
    tag(':zone'),
    strings('+0000'),
    tag(':value'),
    strings(relation),
    strings('iso8601'),
    strings(date.replace(/(?:\.\d+)?Z$/, '+00:00')),
  ]);
const utcDate = (text: string): string => text.replace('+00:00', 'Z');

function textBehind(args: readonly Argument[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg.kind === 'tag' && arg.name === name);
  const next = at < 0 ? undefined : args[at + 1];
  return next?.kind === 'strings' ? next.values[0] : undefined;
}

function lastText(args: readonly Argument[]): string | undefined {
  const last = args.at(-1);
  return last?.kind === 'strings' ? last.values[0] : undefined;
}
