import ipaddr from 'ipaddr.js';

/** Who counts as one where addresses are counted: an IPv4 address, or an IPv6 network of 64 bits, as one customer has it (`2001:db8::/64`). */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4 || parsed.range() === 'loopback') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}
