import { useEffect, useState } from 'react';
import { composeConnection } from '../jmap/open-connection.ts';
import type { ComposeConnection } from '../jmap/connection.ts';

/** Fills the session's downloadUrl template (RFC 8620 §6.2); '#' until the session is known. */
export function useDownloadUrl(): ComposeConnection['downloadUrl'] {
  const [connection, setConnection] = useState<ComposeConnection | null>(null);
  useEffect(() => {
    let gone = false;
    composeConnection().then(
      (open) => gone || setConnection(open),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);
  return connection?.downloadUrl ?? (() => '#');
}
