import { useEffect, useState } from 'react';
import { calendarPart } from '../reading/invitation/calendar-part.ts';
import { decodeUnlabelledBytes } from '../reading/files/decode-text.ts';
import { readInvitation, type Invitation } from '../reading/invitation/invitation.ts';
import type { ReadPart } from '../reading/files/readable.ts';

const largest = 1_000_000;

/** The invitation in a message, when there is one. The library that reads it is loaded with the first. */
export function useInvitation(parts: readonly ReadPart[]): Invitation | null {
  const part = calendarPart(parts);
  const [found, setFound] = useState<{ of: ReadPart; invitation: Invitation | null } | null>(null);
  useEffect(() => {
    if (!part || part.size > largest) return undefined;
    let gone = false;
    Promise.all([import('ical.js'), part.load()]).then(
      ([{ default: library }, bytes]) => gone || setFound({ of: part, invitation: readInvitation(library, decodeUnlabelledBytes(bytes)) }),
      () => undefined, // it is a file among the others then
    );
    return () => {
      gone = true;
    };
  }, [part]);
  return found && found.of === part ? found.invitation : null;
}
