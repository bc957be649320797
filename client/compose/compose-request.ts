/** What asks for a compose window. `emailId` is the message that is answered, forwarded, or (draft) continued. */
export interface ComposeRequest {
  kind: 'new' | 'reply' | 'replyAll' | 'forward' | 'draft';
  emailId?: string;
  /** For `new`: recipients, subject and text that are there at the start (mailto: links). */
  to?: string;
  cc?: string;
  bcc?: string;
  subject?: string;
  text?: string;
}
