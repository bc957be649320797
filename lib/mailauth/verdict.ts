/** What was found out about who sent a message. The delivery, the junk filter, Sieve and the reports read it; nothing changes it. */
export interface AuthVerdict {
  spf: {
    result: 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror';
    /** The domain that was asked: of MAIL FROM, or of HELO for the null sender. */
    domain: string;
    identity: 'mailfrom' | 'helo';
    /** What the domain's owner says to refused senders (RFC 7208 §6.2). */
    explanation: string | null;
  };
  dkim: DkimVerdict[];
  /** Null where there is no single author domain to ask about. */
  dmarc: DmarcVerdict | null;
  /** Why `dmarc` is null. */
  noAuthor: string | null;
  arc: {
    result: 'none' | 'pass' | 'fail' | 'temperror' | 'permerror';
    /** Domain of the last seal. */
    sealer: string | null;
    /** A sealer that we trust says that DMARC passed when the message came to it (RFC 8617 §7.2.1). */
    vouched: boolean;
  };
  /** The value of our Authentication-Results field, which an ARC seal repeats. */
  results: string;
  /** Authentication-Results and Received-SPF, each line ended. */
  headers: string;
}
export interface DkimVerdict {
  domain: string;
  selector: string;
  result: string;
  /** With the author's domain, by the policy of that domain. */
  aligned: boolean;
}
export type DmarcPolicy = 'none' | 'quarantine' | 'reject';
export interface DmarcVerdict {
  result: 'pass' | 'fail' | 'none' | 'temperror' | 'permerror' | 'neutral';
  /** Domain of the author. */
  from: string;
  /** What its owner asks to do with what fails. */
  policy: DmarcPolicy;
  /** Where the record was found: the author's domain, or one above it. */
  policyDomain: string | null;
  spfAligned: boolean;
  dkimAligned: boolean;
  /** The record as published. */
  record: string | null;
}
