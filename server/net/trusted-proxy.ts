/** Whether what this peer says about whom it speaks for is believed: TRUSTED_PROXIES, addresses or networks. */
import ipaddr from 'ipaddr.js';
import { config } from '#server/config/config.ts';

export function isTrustedProxy(peer: string): boolean {
  const { trustedProxies } = config();
  if (trustedProxies.length === 0 || !ipaddr.isValid(peer)) return false;
  const parsed = ipaddr.process(peer);
  return trustedProxies.some((range) => {
    if (!range.includes('/')) return ipaddr.isValid(range) && ipaddr.process(range).toString() === parsed.toString();
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === parsed.kind() && parsed.match([network, bits]);
  });
}
