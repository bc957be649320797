/** Which keys signed a message that was sent (DKIM, RFC 6376 §3.5): each attempt tells it, and people see it as a step before the first. */
import { say, type TimelineStep } from './step.ts';

export interface Signature {
  algorithm: string;
  domain: string;
  selector: string;
}

/** As the event of an attempt holds it: the tags a, d and s of each signature, in the order of the header. */
export const writeSignatures = (signatures: readonly Signature[]): string =>
  signatures.map(({ algorithm, domain, selector }) => `a=${algorithm} d=${domain} s=${selector}`).join('; ');

export function readSignatures(text: string): Signature[] {
  return text.split('; ').flatMap((one) => {
    const [, algorithm = '', domain = '', selector = ''] = /^a=(\S+) d=(\S+) s=(\S+)$/.exec(one) ?? [];
    return algorithm ? [{ algorithm, domain, selector }] : [];
  });
}

/** With a step for the signatures: once, and again when later attempts were signed otherwise, as after a change of keys. */
export function withSigning(steps: readonly TimelineStep[]): TimelineStep[] {
  let told = '';
  return steps.flatMap((step) => {
    const signed = say(step.detail, 'signed');
    if (signed === '' || signed === told) return [step];
    told = signed;
    return [{ key: `signed ${step.key}`, at: step.at, type: 'signed', detail: { signed } }, step];
  });
}
