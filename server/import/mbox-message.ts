/** A message as an mbox holds it (mboxrd): a `From ` line before, lines like `From ` quoted, LF at line ends, an empty line behind. */
export function toMbox(bytes: Buffer, receivedAt: Date): Buffer {
  const text = bytes.toString('latin1').replaceAll('\r\n', '\n');
  const quoted = text.replaceAll(/(^|\n)(>*From )/g, '$1>$2');
  const body = quoted.endsWith('\n') ? quoted : `${quoted}\n`;
  return Buffer.from(`From MAILER-DAEMON ${asctime(receivedAt)}\n${body}\n`, 'latin1');
}

/** `Sat Jan 10 13:30:00 2026`, in UTC (RFC 4155, appendix A). */
function asctime(at: Date): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = at.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
}
