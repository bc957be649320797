/** Send, and the tools of the window. */
import { Paperclip, Trash2, Type } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';

interface Props {
  sending: boolean;
  toolsShown: boolean;
  limit: number;
  onTools: () => void;
  onAttach: () => void;
  onDiscard: () => void;
}

export function ComposeFoot({ sending, toolsShown, limit, onTools, onAttach, onDiscard }: Props) {
  return (
    <div className="flex h-15 flex-none items-center gap-0.5 ps-3.5 pe-3">
      <Button type="submit" variant="primary" disabled={sending} aria-keyshortcuts="Control+Enter" className="me-2.5">
        {sending ? 'Sending…' : 'Send'}
      </Button>
      <IconButton label="Formatting" pressed={toolsShown} onClick={onTools}>
        <Type size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label="Attach files" title={`Attach files, at most ${Math.floor(limit / 1e6)} MB each`} onClick={onAttach}>
        <Paperclip size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <span className="flex-1" />
      <IconButton label="Discard draft" onClick={onDiscard}>
        <Trash2 size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}
