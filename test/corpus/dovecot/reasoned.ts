/** Messages that we read otherwise than Dovecot, each with the reason why we keep to it. */
const reasons: [reason: string, names: string[]][] = [
  [
    'an enclosed message that does not begin with a header field has no header: its text is its body',
    ['kumomta/kumo-log-types/data/rfc3464/1.eml', 'kumomta/kumo-log-types/data/rfc3464/2.eml', 'mail-parser/eml/malformed/022.eml'],
  ],
  [
    'multiparts inside each other with one boundary: a delimiter is the outermost one’s (RFC 2046 §5.1.2); and a line counts as delimiter only when nothing else stands in it, as an outer boundary is often the beginning of an inner one',
    [
      ...['003', '004', '005', '007', '013', '016', '019'].map((name) => `mail-parser/eml/malformed/${name}.eml`),
      ...['mimekit/mbox/simple.mbox.txt', 'python-email/msg_15.txt', 'python-email/msg_38.txt', 'python-email/msg_39.txt'],
      ...['raw_email4', 'raw_email_with_binary_encoded', 'raw_email_with_illegal_boundary'].map(
        (name) => `ruby-mail/emails/mime_emails/${name}.eml`,
      ),
      ...['ruby-mail/emails/plain_emails/raw_email_bad_time.eml', 'ordinary/4198'],
    ],
  ],
  [
    'a Content-Type that is none is text/plain (RFC 2045 §5.2), not an empty name',
    [
      ...['mail-parser/eml/malformed/017.eml', 'mimekit/messages/missing-subtype.txt', 'python-email/msg_14.txt'],
      ...['content-length-summary', 'issue1189-summary', 'jwz-summary'].map((name) => `mimekit/mbox/${name}.txt`),
    ],
  ],
  ['several messages in one file: only the first is a message, and where it ends is open', ['mimekit/mbox/content-length.mbox.txt.gz']],
  [
    'a parameter without quotes may have spaces: file names do',
    ['mail-parser/eml/rfc/001.eml', 'ruby-mail/emails/attachment_emails/attachment_with_unquoted_name.eml'],
  ],
  ['base64 around an enclosed message is forbidden (RFC 2046 §5.2.1): it stays closed', ['mail-parser/eml/rfc/008.eml']],
  [
    'encodings are written in many ways; what can be understood is',
    [
      'mail-parser/eml/thirdparty/004.eml',
      ...['qp_with_space', 'text-html', 'with_semi_colon'].map(
        (name) => `ruby-mail/emails/error_emails/content_transfer_encoding_${name}.eml`,
      ),
      ...['ordinary/3450', 'ordinary/5168', 'ordinary/5846'],
    ],
  ],
  [
    'a disposition that is none: nothing, or what is written, not an empty name',
    ['missing_content_disposition', 'multiple_invalid_content_dispositions'].map((name) => `ruby-mail/emails/error_emails/${name}.eml`),
  ],
  [
    'addresses that break the rules: the part in angle brackets counts, and later ones are not lost',
    [
      'mimekit/messages/issue358.txt',
      ...['raw_email_multiple_from', 'raw_email_with_at_display_name'].map((name) => `ruby-mail/emails/plain_emails/${name}.eml`),
      ...['ordinary/4888', 'ordinary/5024', 'ordinary/5120', 'ordinary/5628', 'ordinary/5966'],
    ],
  ],
  ['RFC 2231 §4: where one piece is extended, an apostrophe of another is written as %27', ['python-email/msg_29.txt']],
];

export const reasoned: ReadonlyMap<string, string> = new Map(
  reasons.flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
);

/** Beside Dovecot these agree by a rule of `differences.ts`, which hashes cannot follow: a line end before two delimiters, a blank at an end. */
export const evenedOut: ReadonlySet<string> = new Set([
  'mimekit/messages/rfc2060.txt',
  'mox/message/message-rfc822-multipart.eml',
  'postal-mime/mimetorture.eml',
  'ruby-mail/emails/error_emails/bad_subject.eml',
]);
