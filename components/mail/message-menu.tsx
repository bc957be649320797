'use client';
import { Code, CopyPlus, Paperclip, Download, Forward, Mail, MoreVertical, Printer, Reply, ReplyAll } from 'lucide-react';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { useDownloadUrl } from '#client/hooks/use-download-url.ts';
import { openCompose } from '#client/compose/open-compose.ts';
import { answer } from '#client/mail/answer.ts';
import { setKeyword } from '#client/mail/keywords.ts';
import { setMail } from '#client/mail/mail-store.ts';
import type { FullEmail } from '#client/mail/types.ts';

/** What can be done with one message. */
export function MessageMenu({ email }: { email: FullEmail }) {
  const downloadUrl = useDownloadUrl();
  const download = () => {
    const link = document.createElement('a');
    link.href = downloadUrl({ blobId: email.blobId, type: 'message/rfc822', name: `${fileName(email.subject)}.eml` });
    link.download = '';
    link.click();
  };
  return (
    <IconMenu
      label="More"
      actions={[
        { label: 'Reply', icon: Reply, keys: 'r', onSelect: () => answer('reply', email.id) },
        { label: 'Reply all', icon: ReplyAll, keys: 'a', onSelect: () => answer('replyAll', email.id) },
        { label: 'Forward', icon: Forward, keys: 'f', onSelect: () => answer('forward', email.id) },
        {
          label: 'Forward as attachment',
          icon: Paperclip,
          onSelect: () => openCompose({ kind: 'forwardAttached', emailIds: [email.id] }),
        },
        { label: 'Edit as new', icon: CopyPlus, onSelect: () => openCompose({ kind: 'asNew', emailId: email.id }) },
        { label: 'Mark as unread', icon: Mail, keys: 'Shift+U', onSelect: () => void setKeyword([email.id], '$seen', false) },
        { label: 'Print', icon: Printer, onSelect: () => window.print() },
        { label: 'Show original', icon: Code, onSelect: () => setMail({ panel: 'original', original: email.id }) },
        { label: 'Download .eml', icon: Download, onSelect: download },
      ]}
    >
      <MoreVertical size={18} strokeWidth={1.75} aria-hidden />
    </IconMenu>
  );
}

const fileName = (subject: string | null) => (subject ?? '').replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'message';
