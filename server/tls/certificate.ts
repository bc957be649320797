/** The certificate that listeners show. Its files are read again when they change, without dropping a session. */
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import { log, reasonOf } from '#server/log/log.ts';

/** Returns the getter of the current context. Throws when the files cannot be read at first. */
export function watchCertificate(certFile: string, keyFile: string, lookEveryMs = 10_000): () => SecureContext {
  let context = read(certFile, keyFile);
  let stamp = stampOf(certFile, keyFile);
  let lookedAt = Date.now();
  return () => {
    if (Date.now() - lookedAt < lookEveryMs) return context;
    lookedAt = Date.now();
    try {
      const now = stampOf(certFile, keyFile);
      if (now !== stamp) context = read(certFile, keyFile);
      stamp = now;
    } catch (error) {
      log.error('tls: the new certificate cannot be used, the old one stays', { reason: reasonOf(error) });
    }
    return context;
  };
}

function read(certFile: string, keyFile: string): SecureContext {
  return createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile), minVersion: 'TLSv1.2' });
}

const stampOf = (...files: string[]) => files.map((file) => `${statSync(file).mtimeMs}/${statSync(file).size}`).join(' ');
