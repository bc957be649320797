/** An authority of the test, and certificates by it. */
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

export interface Issued {
  cert: string;
  key: string;
}

export async function makeAuthority(): Promise<Issued & { issue: (options: { names: string[]; expired?: boolean }) => Promise<Issued> }> {
  const ca = await generate([{ name: 'commonName', value: 'Test Authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const issue = async ({ names, expired = false }: { names: string[]; expired?: boolean }) => {
    const day = 86_400_000;
    const made = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: { key: ca.private, cert: ca.cert },
      notBeforeDate: new Date(Date.now() - 10 * day),
      notAfterDate: new Date(Date.now() + (expired ? -1 : 10) * day),
      extensions: [
        {
          name: 'subjectAltName',
          altNames: names.map((name) => (isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name })),
        },
      ],
    });
    return { cert: made.cert, key: made.private };
  };
  return { cert: ca.cert, key: ca.private, issue };
}
