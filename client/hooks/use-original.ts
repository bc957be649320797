import { useEffect, useState } from 'react';
import { composeConnection } from '../compose/compose-connection.ts';
import { messageOf } from '../mail/call.ts';

const most = 400_000; // characters; the whole is there as a download

/** The source of a message as text, for reading. */
export function useOriginal(blobId: string | undefined): { text: string | null; problem: string | null } {
  const [state, setState] = useState<{ text: string | null; problem: string | null }>({ text: null, problem: null });
  useEffect(() => {
    if (!blobId) return undefined;
    let gone = false;
    const load = async () => {
      const { downloadUrl } = await composeConnection();
      const response = await fetch(downloadUrl({ blobId, type: 'message/rfc822', name: 'message.eml' }));
      if (!response.ok) throw new Error(`The server did not answer as it should (${response.status}).`);
      const text = await response.text();
      if (!gone) setState({ text: text.slice(0, most), problem: null });
    };
    load().catch((error: unknown) => gone || setState({ text: null, problem: messageOf(error) }));
    return () => {
      gone = true;
    };
  }, [blobId]);
  return state;
}
