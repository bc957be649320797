'use client';
/** One identity: a new one, or changed. The signature is written with the editor of messages. */
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { Identity } from '#client/compose/email-types.ts';
import { plainTextToHtml } from '#client/compose/text/plain-text.ts';
import { formatRecipient, isAddress, parseRecipients, type Recipient } from '#client/compose/recipients.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { addIdentity, changeIdentity } from '#client/settings/identities.ts';
import { MessageEditor } from '#components/compose/editor/message-editor.tsx';
import '#components/compose/compose.css';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

interface Props {
  identity: Identity | null;
  addresses: string[];
  onClose: () => void;
  onSaved: () => void;
}
const listed = (recipients: Recipient[] | null | undefined) => (recipients ?? []).map(formatRecipient).join(', ');

export function IdentityDialog({ identity, addresses, onClose, onSaved }: Props) {
  const t = useTranslations('settings.identities');
  const ui = useTranslations('ui');
  const id = useId();
  const [email, setEmail] = useState(identity?.email ?? addresses[0] ?? '');
  const [name, setName] = useState(identity?.name ?? '');
  const [replyTo, setReplyTo] = useState(() => listed(identity?.replyTo));
  const [bcc, setBcc] = useState(() => listed(identity?.bcc));
  const [signature, setSignature] = useState(
    () => identity?.htmlSignature || (identity?.textSignature ? plainTextToHtml(identity.textSignature) : ''),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    const [answers, copies] = [parseRecipients(replyTo), parseRecipients(bcc)];
    const wrong = [...answers, ...copies].find((one) => !isAddress(one.email));
    if (wrong) {
      setProblem(t('wrongAddress', { email: wrong.email }));
      return;
    }
    const facts = {
      name: name.trim(),
      replyTo: answers.length > 0 ? answers : null,
      bcc: copies.length > 0 ? copies : null,
      htmlSignature: /[^\s]/.test(signature.replaceAll(/<br\s*\/?>|<\/?div>|&nbsp;/g, '')) ? signature : '',
    };
    setBusy(true);
    try {
      await (identity ? changeIdentity(identity.id, facts) : addIdentity(email, facts));
      onSaved();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  }
  return (
    <Modal
      wide
      title={identity ? identity.email : t('add')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button variant="primary" disabled={busy} onClick={() => void save()}>
            {ui('save')}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {!identity && (
          <div>
            <label htmlFor={`${id}-email`} className="mb-1.5 block text-[13px] leading-5 font-medium">
              {t('address')}
            </label>
            <SelectField
              id={`${id}-email`}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
              options={addresses.map((value) => ({ value, name: value }))}
              className="w-full"
            />
            <p className="mt-1.5 text-[12px] leading-4 text-fg-3">{t('addressHint')}</p>
          </div>
        )}
        <TextField
          label={t('name')}
          value={name}
          maxLength={200}
          autoComplete="name"
          dir="auto"
          onChange={(event) => setName(event.target.value)}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t('replyTo')} value={replyTo} hint={t('replyToHint')} onChange={(event) => setReplyTo(event.target.value)} />
          <TextField label={t('bcc')} value={bcc} hint={t('bccHint')} onChange={(event) => setBcc(event.target.value)} />
        </div>
        <div role="group" aria-label={t('signature')}>
          <span aria-hidden className="mb-1.5 block text-[13px] leading-5 font-medium">
            {t('signature')}
          </span>
          <div className="compose flex h-64 flex-col rounded-control border border-control pb-2">
            <MessageEditor
              label={t('signature')}
              html={signature}
              autoFocus={false}
              toolsShown
              urlOfCid={() => null}
              onChange={setSignature}
              below={null}
              files={null}
            />
          </div>
        </div>
        <Notice state={{ ok: false, message: problem }} />
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
