/**
 * What asks for a compose window. `emailId` is the message that is answered, forwarded, continued (draft), written once more (asNew), or
 * taken as a pattern (template); `emailIds` are those that go along as attachments (forwardAttached).
 */
export interface ComposeRequest {
  kind: 'new' | 'reply' | 'replyAll' | 'forward' | 'forwardAttached' | 'draft' | 'asNew' | 'template';
  emailId?: string;
  emailIds?: string[];
  /** For `new`: recipients, subject and text that are there at the start (mailto: links). */
  to?: string;
  cc?: string;
  bcc?: string;
  subject?: string;
  text?: string;
}
