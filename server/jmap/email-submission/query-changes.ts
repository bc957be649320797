/** EmailSubmission/queryChanges (RFC 8621 §7.4). */
import { capability } from '#lib/jmap/capabilities.ts';
import { neverCalculated } from '../standard/window.ts';

export const emailSubmissionQueryChanges = neverCalculated({ name: 'EmailSubmission/queryChanges', capability: capability.submission });
