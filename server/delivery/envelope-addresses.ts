/** How the sender wrote the address of each account, in the order of RCPT: an account, and above all a list, may be named in several ways. */
export type EnvelopeAddresses = ReadonlyMap<number, readonly string[]>;

export function envelopeAddresses(recipients: readonly { address: string; accounts: readonly number[] }[]): EnvelopeAddresses {
  const named = new Map<number, string[]>();
  for (const { address, accounts } of recipients)
    for (const account of accounts) {
      const known = named.get(account);
      if (known) known.push(address);
      else named.set(account, [address]);
    }
  return named;
}
