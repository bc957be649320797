/** Names of hosts in addresses of the web. */
/** Lower-case host of an address, without user, port and dot at the end; null for none. */
export function hostOf(url: string): string | null {
  const host = /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(url)?.[1];
  return host === undefined ? null : host.toLowerCase().replace(/\.$/, '');
}

/** The part of a host name that somebody owns, roughly: two labels, three under co.uk and its like. */
export function registered(host: string): string {
  const labels = host.replace(/\.$/, '').split('.');
  const short = /^(co|com|net|org|ac|gov|edu|or|ne)$/.test(labels.at(-2) ?? '') && (labels.at(-1) ?? '').length === 2;
  return labels.slice(short ? -3 : -2).join('.');
}
