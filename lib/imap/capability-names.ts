/** The extensions of IMAP that are offered (CAPABILITY, RFC 9051 §6.1.1), but for those that hang on the connection. */
export const offered = [
  ...['IMAP4rev1', 'IMAP4rev2', 'LITERAL+', 'SASL-IR', 'ID', 'ENABLE', 'IDLE', 'NAMESPACE', 'CHILDREN', 'UNSELECT', 'UIDPLUS', 'MOVE'],
  ...['SPECIAL-USE', 'CREATE-SPECIAL-USE', 'XLIST', 'LIST-EXTENDED', 'LIST-STATUS', 'LIST-MYRIGHTS', 'LIST-METADATA', 'STATUS=SIZE'],
  ...['CONDSTORE', 'QRESYNC', 'ESEARCH', 'SEARCHRES', 'ESORT', 'CONTEXT=SEARCH', 'CONTEXT=SORT', 'PARTIAL', 'WITHIN', 'SEARCH=FUZZY'],
  ...['MULTISEARCH', 'SORT', 'SORT=DISPLAY', 'THREAD=ORDEREDSUBJECT', 'THREAD=REFERENCES', 'THREAD=REFS', 'I18NLEVEL=1', 'MULTIAPPEND'],
  ...['CATENATE', 'BINARY', 'REPLACE', 'UTF8=ACCEPT', 'METADATA', 'METADATA-SERVER', 'NOTIFY', 'OBJECTID', 'SAVEDATE', 'PREVIEW'],
  ...['INPROGRESS', 'UIDONLY', 'UIDBATCHES', 'ACL', 'RIGHTS=texk', 'QUOTA', 'QUOTA=RES-STORAGE'],
];

/** Those that can be switched off for an account, in the order of the alphabet: all but the base protocol. */
export const switchable: readonly string[] = [
  ...offered.filter((name) => !name.startsWith('IMAP4rev')),
  ...['COMPRESS=DEFLATE', 'JMAPACCESS', 'UNAUTHENTICATE'],
].sort();
