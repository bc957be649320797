'use client';
/** The inside of a compose window: recipients, subject, text, files, and what is done with them. */
import { useRef, useState } from 'react';
import { forgotAttachment, type Draft } from '#client/compose/draft.ts';
import type { DraftSession } from '#client/compose/draft-session.ts';
import type { ComposeRequest } from '#client/compose/compose-request.ts';
import { showSent } from '#client/compose/sent-messages.ts';
import { useSessionState } from '#client/hooks/use-draft-session.ts';
import { AttachmentList } from './attachment-list.tsx';
import { ComposeFields } from './compose-fields.tsx';
import { ComposeFoot } from './compose-foot.tsx';
import { MessageEditor } from './message-editor.tsx';
import { ProblemBar } from './problem-bar.tsx';
import { QuotedOriginal } from './quoted-original.tsx';

interface Props {
  session: DraftSession;
  kind: ComposeRequest['kind'];
  onClose: () => void;
}

export function ComposeForm({ session, kind, onClose }: Props) {
  const { phase, draft, files, problem, context } = useSessionState(session);
  const picker = useRef<HTMLInputElement>(null);
  const [toolsShown, setToolsShown] = useState(true);
  const [copies, setCopies] = useState({ cc: false, bcc: false });
  const [forgot, setForgot] = useState(false);
  if (phase === 'loading') return <p className="p-6 text-fg-3">Opening…</p>;
  if (phase === 'broken' || !context) {
    return (
      <p role="alert" className="p-6 text-danger">
        {problem}
      </p>
    );
  }

  const edit = (change: Partial<Draft>) => session.edit(change);
  async function send(anyway = false): Promise<void> {
    // A field that still holds text becomes a chip when it loses the focus.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    await new Promise((done) => setTimeout(done));
    if (
      !anyway &&
      forgotAttachment({ ...session.store.getState().draft, attachments: files.flatMap((one) => (one.state === 'done' ? [one.part] : [])) })
    ) {
      setForgot(true);
      return;
    }
    const sent = await session.send();
    if (!sent || !context) return;
    showSent({ ...sent, at: Date.now(), connection: session.connection, context });
    onClose();
  }
  async function discard(): Promise<void> {
    await session.discard();
    onClose();
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    if (!event.metaKey && !event.ctrlKey) return;
    const key = event.key.toLowerCase();
    if (key === 'enter') void send();
    else if (key === 's' && !event.shiftKey) void session.flush();
    else if (key === 'd' && event.shiftKey) void discard();
    else if (key === 'c' && event.shiftKey) setCopies({ ...copies, cc: true });
    else if (key === 'b' && event.shiftKey) setCopies({ ...copies, bcc: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  const urlOfCid = (cid: string) => {
    const found = files.find((file) => file.state === 'done' && file.part.cid === cid);
    return found?.state === 'done' ? session.connection.downloadUrl(found.part) : null;
  };

  return (
    <form
      className="contents"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        session.attach(event.dataTransfer.files);
      }}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0 || event.clipboardData.types.includes('text/html')) return;
        event.preventDefault();
        session.attach(event.clipboardData.files);
      }}
    >
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          setForgot(false);
          session.attach([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <ComposeFields
        session={session}
        draft={draft}
        identities={context.identities}
        copies={copies}
        onCopies={setCopies}
        onEdit={edit}
        focusFirst={kind === 'new' || kind === 'forward'}
      />
      <MessageEditor
        html={draft.html}
        autoFocus={kind === 'reply' || kind === 'replyAll'}
        toolsShown={toolsShown}
        urlOfCid={urlOfCid}
        onChange={(html) => edit({ html })}
        onPictures={(pictures) => session.attach(pictures, true)}
        files={<AttachmentList files={files} onRemove={(key) => session.removeFile(key)} onRetry={(key) => session.retry(key)} />}
        below={<QuotedOriginal quote={draft.quote} openAtStart={kind === 'forward'} onRemove={() => edit({ quote: '' })} />}
      />
      {(problem ?? forgot) && (
        <ProblemBar
          words={problem ?? 'You wrote of an attachment, but no file is attached.'}
          action={problem ? null : { name: 'Send anyway', run: () => void send(true) }}
        />
      )}
      <ComposeFoot
        sending={phase === 'sending'}
        toolsShown={toolsShown}
        onTools={() => setToolsShown(!toolsShown)}
        onAttach={() => picker.current?.click()}
        onDiscard={() => void discard()}
        limit={session.connection.maxSizeUpload}
      />
    </form>
  );
}
