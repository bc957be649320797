/** The header with which a load balancer says for whom it speaks: the PROXY protocol, versions 1 (text) and 2 (binary). */
export type ProxyHeader =
  /** Not all of it is there yet. */
  | { kind: 'more' }
  | { kind: 'invalid' }
  /** The balancer speaks for itself, or does not know for whom: the connection's own addresses stand. */
  | { kind: 'local'; length: number }
  | { kind: 'proxied'; length: number; address: string; port: number };

const signature = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a);
const longestText = 107; // with its CRLF
const invalid: ProxyHeader = { kind: 'invalid' };

/** `length`: how many octets the header takes; what follows is the client's. */
export function parseProxyHeader(bytes: Uint8Array): ProxyHeader {
  const begun = Math.min(bytes.length, signature.length);
  if (signature.subarray(0, begun).every((octet, at) => bytes[at] === octet)) return bytes.length < 16 ? { kind: 'more' } : binary(bytes);
  return text(bytes);
}

function text(bytes: Uint8Array): ProxyHeader {
  const start = String.fromCharCode(...bytes.subarray(0, longestText));
  const end = start.indexOf('\r\n');
  if (end < 0) return bytes.length < longestText && 'PROXY '.startsWith(start.slice(0, 6)) ? { kind: 'more' } : invalid;
  const words = start.slice(0, end).split(' ');
  const length = end + 2;
  if (words[0] !== 'PROXY') return invalid;
  if (words[1] === 'UNKNOWN') return { kind: 'local', length };
  const [, family, address = '', to = '', port = '', toPort = '', ...more] = words;
  const right = family === 'TCP4' ? isV4 : family === 'TCP6' ? isV6 : () => false;
  if (!right(address) || !right(to) || !isPort(port) || !isPort(toPort) || more.length > 0) return invalid;
  return { kind: 'proxied', length, address, port: Number(port) };
}

function binary(bytes: Uint8Array): ProxyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [command, family, size] = [view.getUint8(12), view.getUint8(13), view.getUint16(14)];
  const length = 16 + size;
  if (command >> 4 !== 2 || (command & 15) > 1) return invalid;
  if (bytes.length < length) return { kind: 'more' };
  if ((command & 15) === 0) return { kind: 'local', length };
  if (family === 0x11 && size >= 12)
    return { kind: 'proxied', length, address: bytes.subarray(16, 20).join('.'), port: view.getUint16(24) };
  if (family === 0x21 && size >= 36) {
    const groups = Array.from({ length: 8 }, (_, at) => view.getUint16(16 + 2 * at).toString(16));
    return { kind: 'proxied', length, address: groups.join(':'), port: view.getUint16(48) };
  }
  return { kind: 'local', length }; // UDP, Unix sockets: nothing that a client of mail comes by
}

const isV4 = (word: string) => /^(?:\d{1,3}\.){3}\d{1,3}$/.test(word) && word.split('.').every((part) => Number(part) < 256);
const isV6 = (word: string) => /^[0-9a-f:.]{2,45}$/i.test(word) && word.includes(':');
const isPort = (word: string) => /^\d{1,5}$/.test(word) && Number(word) < 65_536;
