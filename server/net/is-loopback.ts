/** This machine, also where IPv6 sockets write an IPv4 address. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}
