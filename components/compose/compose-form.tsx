'use client';
/** The inside of a compose window: recipients, subject, text, files, and what is done with them. */
import { LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { asPlain, asRich, forgotAttachment, type Draft } from '#client/compose/draft/draft.ts';
import type { DraftSession } from '#client/compose/draft/draft-session.ts';
import type { ComposeRequest } from '#client/compose/compose-request.ts';
import { openCompose } from '#client/compose/open-compose.ts';
import { say, showSent } from '#client/compose/sending/sent-messages.ts';
import { saveTemplate } from '#client/compose/text/templates.ts';
import { useSessionState } from '#client/hooks/use-draft-session.ts';
import { AttachmentList } from './attachment-list.tsx';
import { ComposeFields } from './compose-fields.tsx';
import { ComposeFoot } from './compose-foot.tsx';
import { DropZone } from './drop-zone.tsx';
import { MessageEditor } from '#components/compose/editor/message-editor.tsx';
import { PlainEditor } from '#components/compose/editor/plain-editor.tsx';
import { ProblemBar } from './problem-bar.tsx';
import { QuotedOriginal } from '#components/compose/editor/quoted-original.tsx';
import { TemplatePicker } from './template-picker.tsx';
import { formatSize } from '#client/i18n/format-size.ts';
import { wordsOf } from '#client/i18n/words-of.ts';

interface Props {
  session: DraftSession;
  kind: ComposeRequest['kind'];
  onClose: () => void;
}

export function ComposeForm({ session, kind, onClose }: Props) {
  const t = useTranslations('compose');
  const { phase, draft, files, problem, context, withoutKey } = useSessionState(session);
  const picker = useRef<HTMLInputElement>(null);
  const templates = useRef<HTMLDialogElement>(null);
  const [toolsShown, setToolsShown] = useState(true);
  const [copies, setCopies] = useState({ cc: false, bcc: false });
  /** Asked about a file that is missing; holds when the message was to be sent. */
  const [forgot, setForgot] = useState<{ at: Date | null } | null>(null);
  if (phase === 'loading') return <p className="p-6 text-fg-3">{t('opening')}</p>;
  if (phase === 'broken' || !context) {
    return (
      <p role="alert" className="p-6 text-danger">
        {problem}
      </p>
    );
  }

  const edit = (change: Partial<Draft>) => session.edit(change);
  async function send(at: Date | null = null, anyway = false): Promise<void> {
    // A field that still holds text becomes a chip when it loses the focus.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    await new Promise((done) => setTimeout(done));
    const attachments = files.flatMap((one) => (one.state === 'done' ? [one.part] : []));
    const isSending = files.some((one) => one.state === 'sending' && !one.cid);
    if (
      !anyway &&
      context?.settings.attachmentReminder &&
      !isSending &&
      forgotAttachment({ ...session.store.getState().draft, attachments })
    ) {
      setForgot({ at });
      return;
    }
    const sent = await session.send(at);
    if (!sent || !context) return;
    showSent({ ...sent, at: Date.now(), connection: session.connection, context });
    onClose();
  }
  async function discard(): Promise<void> {
    await session.discard();
    onClose();
  }
  async function keepAsTemplate(): Promise<void> {
    const identity = context?.identities.find(({ id }) => id === draft.identityId) ?? context?.identities[0];
    if (!identity) return;
    const attachments = files.flatMap((one) => (one.state === 'done' ? [one.part] : []));
    await saveTemplate(session.connection, { ...draft, attachments }, identity).then(
      () => say(t('templateSaved')),
      (error: unknown) => say(wordsOf(error)),
    );
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
  const attachments = <AttachmentList files={files} onRemove={(key) => session.removeFile(key)} onRetry={(key) => session.retry(key)} />;
  const isAnswer = kind === 'reply' || kind === 'replyAll';
  const isPlain = draft.text !== null;
  const { writeLanguage } = context.settings;

  return (
    <form
      className="contents"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
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
          setForgot(null);
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
        focusFirst={!isAnswer}
      />
      <DropZone hint={t('dropHint', { size: formatSize(session.connection.maxSizeUpload) })} onFiles={(dropped) => session.attach(dropped)}>
        {isPlain ? (
          <PlainEditor language={writeLanguage} text={draft.text ?? ''} autoFocus={isAnswer} onChange={(text) => edit({ text })}>
            {attachments}
          </PlainEditor>
        ) : (
          <MessageEditor
            language={writeLanguage}
            html={draft.html}
            autoFocus={isAnswer}
            toolsShown={toolsShown}
            urlOfCid={urlOfCid}
            onChange={(html) => edit({ html })}
            onPictures={(pictures) => session.attach(pictures, true)}
            files={attachments}
            below={<QuotedOriginal quote={draft.quote} openAtStart={kind === 'forward'} onRemove={() => edit({ quote: '' })} />}
          />
        )}
      </DropZone>
      {(problem !== null || forgot) && (
        <ProblemBar
          words={problem ?? t('forgotFile')}
          action={problem === null && forgot ? { name: t('sendAnyway'), run: () => void send(forgot.at, true) } : null}
        />
      )}
      {withoutKey.length > 0 && (
        <p role="status" className="mx-4.5 mt-2 flex flex-none items-start gap-2 text-[12px] leading-4 text-warning">
          <LockOpen size={14} strokeWidth={1.75} className="mt-px flex-none" aria-hidden />
          <span className="min-w-0 wrap-anywhere">{t('notEncrypted', { people: withoutKey.join(', ') })}</span>
        </p>
      )}
      <ComposeFoot
        sending={phase === 'sending'}
        toolsShown={toolsShown}
        plain={isPlain}
        timeZone={context.settings.timeZone}
        limit={session.connection.maxSizeUpload}
        onTools={() => setToolsShown(!toolsShown)}
        onAttach={() => picker.current?.click()}
        onDiscard={() => void discard()}
        onPlain={() => edit(isPlain ? asRich(draft) : asPlain(draft))}
        onLater={(at) => void send(at)}
        receipt={draft.wantsReceipt}
        onReceipt={() => edit({ wantsReceipt: !draft.wantsReceipt })}
        onTemplates={() => templates.current?.showModal()}
        onSaveTemplate={() => void keepAsTemplate()}
        protection={draft.protection}
        onProtection={(protection) => session.chooseProtection(protection)}
      />
      <TemplatePicker
        dialog={templates}
        connection={session.connection}
        onPick={(emailId) => {
          if (!session.isTouched) onClose();
          openCompose({ kind: 'template', emailId });
        }}
      />
    </form>
  );
}
