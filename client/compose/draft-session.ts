/**
 * One compose window: its draft, its files, how it is saved and sent. No React here; components/compose shows it. Every change goes through
 * `edit`, which is also what starts the saving.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { words } from '../i18n/words.ts';
import { answer, withPrefix } from './answer.ts';
import { asFiles, formatSize, partsOf, replaceFile, withSavedParts, type AttachedFile } from './attachments.ts';
import type { ComposeConnection } from './connection.ts';
import type { ComposeRequest } from './compose-request.ts';
import { asPlain, emptyDraft, fromEmail, isEmpty, whyNotSendable, type Draft } from './draft.ts';
import { DraftSaver, type SaveState } from './draft-saver.ts';
import type { Identity, ReadEmail } from './email-types.ts';
import { ensureMailbox } from './ensure-mailbox.ts';
import type { DraftKeep } from './local-drafts.ts';
import {
  destroyDraft,
  hasOtherVersion,
  loadContext,
  loadEmail,
  saveDraft,
  sendDraft,
  type ComposeContext,
  type Original,
} from './mail-api.ts';
import { plainTextToHtml } from './plain-text.ts';
import { parseRecipients } from './recipients.ts';
import { withSignature } from './signature.ts';
import { upload } from './upload.ts';

export interface SessionState {
  phase: 'loading' | 'ready' | 'sending' | 'broken';
  /** What went wrong, in words to show. */
  problem: string | null;
  draft: Draft;
  files: AttachedFile[];
  save: SaveState;
  context: ComposeContext | null;
  /** The version on the server. */
  savedId: string | null;
}
export interface Sent {
  emailId: string;
  submissionId: string;
  to: string;
  holdSeconds: number;
  /** Sent later. */
  until: Date | null;
}
export interface SessionDependencies {
  connection: ComposeConnection;
  now: () => Date;
  newId: () => string;
  /** This device's own copy, until the server has it. */
  keep?: DraftKeep;
}

const isSealed = ({ attachments }: ReadEmail) =>
  attachments.some(({ type }) => /^application\/(?:pgp-encrypted|(?:x-)?pkcs7-mime)$/.test(type));

export class DraftSession {
  readonly store: StoreApi<SessionState>;
  readonly connection: ComposeConnection;
  #saver: DraftSaver;
  #original: Original | null = null;
  #uploads = new Set<Promise<void>>();
  /** Files of a letter that is to be encrypted: they stay here until they are inside it. */
  #local = new Map<string, Blob>();
  #with: SessionDependencies;
  #key: string;
  /** Of the draft itself, in whatever browser. */
  #draftKey: string;
  #release: (() => void) | undefined;

  constructor(dependencies: SessionDependencies) {
    this.#with = dependencies;
    this.#key = dependencies.newId();
    this.#draftKey = this.#key;
    this.#release = dependencies.keep?.hold(this.#key);
    this.connection = dependencies.connection;
    this.store = createStore<SessionState>(() => ({
      ...{ phase: 'loading', problem: null, draft: emptyDraft, files: [], save: { kind: 'new' }, context: null, savedId: null },
    }));
    this.#saver = new DraftSaver(
      () => this.#save(),
      (save) => this.store.setState({ save }),
      dependencies.now,
    );
  }

  async load(request: ComposeRequest): Promise<void> {
    try {
      const context = await loadContext(this.connection);
      const draft = await this.#start(request, context);
      const savedId = request.kind === 'draft' ? (request.emailId ?? null) : null;
      this.store.setState({ phase: 'ready', savedId, context, draft, files: asFiles(draft.attachments) });
    } catch (error) {
      this.store.setState({ phase: 'broken', problem: wordsOf(error) });
    }
  }

  /** Something was written or attached since it was opened. */
  get isTouched(): boolean {
    const { save, savedId, files } = this.store.getState();
    return save.kind !== 'new' || savedId !== null || files.some(({ state }) => state === 'sending');
  }

  edit(change: Partial<Draft>): void {
    // The editor tells of changes of its own after the focus has left it: what is wrong with the recipients stays said.
    this.store.setState(({ draft, problem }) => ({ draft: { ...draft, ...change }, problem: 'html' in change ? problem : null }));
    this.#saver.touch();
  }

  /** `inline` gives each picture the cid by which the HTML names it. */
  attach(files: Iterable<File>, inline = false): { cid: string | null; file: File }[] {
    return [...files].map((file) => {
      const cid = inline ? `${this.#with.newId()}@posthorn` : null;
      this.#track(this.#upload(file, cid, this.#with.newId()));
      return { cid, file };
    });
  }

  retry(key: string): void {
    const file = this.store.getState().files.find((one) => one.key === key);
    if (file?.state === 'failed') this.#track(this.#upload(file.file, file.cid, key));
  }

  removeFile(key: string): void {
    const file = this.store.getState().files.find((one) => one.key === key);
    if (file?.state === 'sending') file.cancel();
    this.store.setState(({ files }) => ({ files: files.filter((one) => one.key !== key) }));
    this.#saver.touch();
  }

  /** Something has changed on the server: perhaps somebody else writes this draft as well. Then both are told, and both versions stay. */
  async lookForOthers(): Promise<void> {
    const { savedId, context, save } = this.store.getState();
    if (!savedId || !context || (save.kind !== 'saved' && save.kind !== 'new') || (save.kind === 'saved' && save.conflict)) return;
    const found = await hasOtherVersion(this.connection, context, this.#draftKey, savedId).catch(() => false);
    const now = this.store.getState();
    if (found && now.savedId === savedId && now.save.kind !== 'saving') this.#saver.noteConflict();
  }

  flush(): Promise<void> {
    return this.#saver.flush();
  }

  /** Closes the window: what is worth keeping is saved. */
  async close(): Promise<void> {
    if (!this.isTouched) return this.#end();
    const { draft, files } = this.store.getState();
    if (!isEmpty(draft) || files.length > 0) await this.#saver.flush();
    await this.#saver.stop();
    this.#release?.();
  }

  async discard(): Promise<void> {
    await this.#end();
    for (const file of this.store.getState().files) if (file.state === 'sending') file.cancel();
    await this.#forget();
    const { savedId } = this.store.getState();
    if (savedId) await destroyDraft(this.connection, savedId);
  }

  /** Null when it could not be sent; `problem` then says why. `until`: not before that time. */
  async send(until: Date | null = null): Promise<Sent | null> {
    const { draft, context } = this.store.getState();
    const problem = whyNotSendable(draft);
    if (problem || !context) {
      this.store.setState({ problem });
      return null;
    }
    this.store.setState({ phase: 'sending', problem: null });
    await Promise.all([this.#saver.stop(), ...this.#uploads]);
    const { files } = this.store.getState();
    if (files.some((file) => file.state === 'failed')) {
      this.#fail(words('compose')('fileFailed'));
      return null;
    }
    try {
      const holdSeconds = until ? 0 : context.settings.undoSeconds;
      const mailboxId = until ? await ensureMailbox(this.connection, 'scheduled', words('compose')('scheduled')) : '';
      const options = {
        previousId: this.store.getState().savedId,
        holdSeconds,
        later: until ? { until, mailboxId } : null,
        original: this.#original,
      };
      const letter = { ...draft, attachments: partsOf(files) };
      const { protection } = letter;
      const result = protection
        ? await (
            await import('./protected.ts')
          ).sendProtected(this.connection, context, { ...letter, protection }, this.#identity(), options, this.#local)
        : await sendDraft(this.connection, context, letter, this.#identity(), options);
      if (result.ok) {
        await this.#forget();
        this.#release?.();
        return { ...result, holdSeconds, until, to: draft.to[0]?.name ?? draft.to[0]?.email ?? '' };
      }
      this.store.setState({ savedId: result.emailId });
      this.#fail(result.why);
    } catch (error) {
      this.#fail(wordsOf(error));
    }
    return null;
  }

  #fail(problem: string): void {
    this.#saver.resume();
    this.store.setState({ phase: 'ready', problem: words('compose')('notSent', { problem }) });
    this.#saver.touch();
  }

  #track(uploading: Promise<void>): void {
    this.#uploads.add(uploading);
    void uploading.finally(() => this.#uploads.delete(uploading));
  }

  #identity(): Identity {
    const { draft, context } = this.store.getState();
    const identity = context?.identities.find((one) => one.id === draft.identityId) ?? context?.identities[0];
    if (!identity) throw new Error(words('compose')('noIdentity'));
    return identity;
  }

  async #save(): Promise<void | 'conflict'> {
    const { draft: text, files, context, savedId } = this.store.getState();
    if (!context) return;
    const before = partsOf(files);
    const draft = { ...text, attachments: before };
    if (draft.protection === 'encrypt') {
      const { saveSealedDraft } = await import('./protected.ts');
      const { emailId } = await saveSealedDraft(this.connection, context, draft, this.#identity(), savedId, this.#local);
      this.store.setState({ savedId: emailId });
      return this.#forget(); // nor does this device keep it in clear
    }
    const { keep } = this.#with;
    // A device that keeps nothing (private window, full disk) must not keep the server from having it.
    await keep?.put({ key: this.#key, accountId: this.connection.accountId, draft, previousId: savedId }).catch(() => undefined);
    const saved = await saveDraft(this.connection, context, draft, this.#identity(), savedId, this.#draftKey);
    this.store.setState((state) => ({ savedId: saved.emailId, files: withSavedParts(state.files, before, saved.attachments) }));
    await this.#forget();
    return saved.conflict ? 'conflict' : undefined;
  }

  /** The server has it, or nobody is to have it. */
  async #forget(): Promise<void> {
    await this.#with.keep?.remove(this.#key).catch(() => undefined);
  }

  async #end(): Promise<void> {
    await this.#saver.stop();
    this.#release?.();
  }

  async #upload(file: File, cid: string | null, key: string): Promise<void> {
    const { maxSizeUpload, uploadUrl } = this.connection;
    const abort = new AbortController();
    const sending = (sent: number): AttachedFile => ({ key, state: 'sending', file, cid, sent, cancel: () => abort.abort() });
    const put = (next: AttachedFile) =>
      this.store.setState(({ files }) => ({
        files: files.some((one) => one.key === key) ? replaceFile(files, next) : [...files, next],
      }));
    put(sending(0));
    try {
      if (this.store.getState().draft.protection === 'encrypt') {
        const blobId = `local:${key}`;
        this.#local.set(blobId, file);
        put({ key, state: 'done', part: { blobId, type: file.type || 'application/octet-stream', name: file.name, size: file.size, cid } });
        this.#saver.touch();
        return;
      }
      if (file.size > maxSizeUpload) throw new Error(words('compose')('fileLimit', { size: formatSize(maxSizeUpload) }));
      const done = await upload(uploadUrl, file, (sent) => put(sending(sent)), abort.signal);
      const type = file.type || 'application/octet-stream';
      put({
        key,
        state: 'done',
        part: { blobId: done.blobId, type, name: file.name || words('compose')('picture'), size: file.size, cid },
      });
      this.#saver.touch();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      put({ key, state: 'failed', file, cid, why: wordsOf(error) });
    }
  }

  async #start(request: ComposeRequest, context: ComposeContext): Promise<Draft> {
    const { identities } = context;
    const { kind, emailId } = request;
    if ((kind === 'asNew' || kind === 'template') && emailId) {
      const draft = fromEmail(await loadEmail(this.connection, emailId), identities);
      return { ...draft, identityId: draft.identityId ?? identities[0]?.id ?? null, inReplyTo: null, references: null };
    }
    if (kind === 'forwardAttached') return this.#attached(request.emailIds ?? [], identities);
    if (kind === 'draft' && emailId) {
      const email = await loadEmail(this.connection, emailId);
      this.#draftKey = email['header:X-Posthorn-Draft:asText']?.trim() || this.#draftKey;
      if (!isSealed(email)) return fromEmail(email, identities);
      const { openSealedDraft } = await import('../crypto/open-draft.ts');
      const { readable, local } = await openSealedDraft(email);
      this.#local = local;
      return { ...fromEmail(readable, identities), protection: 'encrypt' };
    }
    if ((kind === 'reply' || kind === 'replyAll' || kind === 'forward') && emailId) {
      const email = await loadEmail(this.connection, emailId);
      this.#original = { emailId, keyword: kind === 'forward' ? '$forwarded' : '$answered' };
      const draft = answer(kind, email, { identities, formatDate: formatterOf(context.settings) });
      return withSignature(context.settings.plainText ? asPlain(draft) : draft, identities);
    }
    const draft = {
      ...emptyDraft,
      identityId: identities[0]?.id ?? null,
      ...{ to: parseRecipients(request.to ?? ''), cc: parseRecipients(request.cc ?? ''), bcc: parseRecipients(request.bcc ?? '') },
      subject: request.subject ?? '',
      html: request.text ? plainTextToHtml(request.text) : '',
    };
    return withSignature(context.settings.plainText ? asPlain(draft) : draft, identities);
  }

  /** RFC 2046 §5.2.1: whole messages, as they came. */
  async #attached(emailIds: string[], identities: Identity[]): Promise<Draft> {
    const emails = await Promise.all(emailIds.map((id) => loadEmail(this.connection, id)));
    const attachments = emails.map(({ blobId, subject, size }) => ({
      ...{ blobId, type: 'message/rfc822', size, cid: null },
      name: `${
        (subject ?? '')
          .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
          .trim()
          .slice(0, 60) || words('compose')('message')
      }.eml`,
    }));
    const [first] = emails;
    const subject = emails.length === 1 && first ? withPrefix('Fwd', first.subject ?? '') : '';
    return withSignature({ ...emptyDraft, identityId: identities[0]?.id ?? null, subject, attachments }, identities);
  }
}

function formatterOf({ language, timeZone }: AccountSettings): (instant: string) => string {
  const zone = timeZone === 'auto' ? {} : { timeZone };
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', ...zone });
  return (instant) => format.format(new Date(instant));
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
