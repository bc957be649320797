/**
 * One compose window: its draft, its files, how it is saved and sent. No React here; components/compose shows it. Every change goes through
 * `edit`, which is also what starts the saving.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { answer } from './answer.ts';
import { asFiles, partsOf, replaceFile, withSavedParts, type AttachedFile } from './attachments.ts';
import type { ComposeConnection } from './connection.ts';
import type { ComposeRequest } from './compose-request.ts';
import { emptyDraft, fromEmail, isEmpty, whyNotSendable, type Draft } from './draft.ts';
import { DraftSaver, type SaveState } from './draft-saver.ts';
import type { Identity } from './email-types.ts';
import { destroyDraft, loadContext, loadEmail, saveDraft, sendDraft, type ComposeContext, type Original } from './mail-api.ts';
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
}
export interface Sent {
  emailId: string;
  submissionId: string;
  to: string;
  holdSeconds: number;
}
export interface SessionDependencies {
  connection: ComposeConnection;
  now: () => Date;
  newId: () => string;
}

export class DraftSession {
  readonly store: StoreApi<SessionState>;
  readonly connection: ComposeConnection;
  #saver: DraftSaver;
  #savedId: string | null = null;
  #original: Original | null = null;
  #uploads = new Set<Promise<void>>();
  #with: SessionDependencies;

  constructor(dependencies: SessionDependencies) {
    this.#with = dependencies;
    this.connection = dependencies.connection;
    this.store = createStore<SessionState>(() => ({
      ...{ phase: 'loading', problem: null, draft: emptyDraft, files: [], save: { kind: 'new' }, context: null },
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
      if (request.kind === 'draft') this.#savedId = request.emailId ?? null;
      this.store.setState({ phase: 'ready', context, draft, files: asFiles(draft.attachments) });
    } catch (error) {
      this.store.setState({ phase: 'broken', problem: wordsOf(error) });
    }
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

  flush(): Promise<void> {
    return this.#saver.flush();
  }

  /** Closes the window: what is worth keeping is saved. */
  async close(): Promise<void> {
    const { draft, files } = this.store.getState();
    if (!isEmpty(draft) || files.length > 0) await this.#saver.flush();
    await this.#saver.stop();
  }

  async discard(): Promise<void> {
    await this.#saver.stop();
    for (const file of this.store.getState().files) if (file.state === 'sending') file.cancel();
    if (this.#savedId) await destroyDraft(this.connection, this.#savedId);
  }

  /** Null when it could not be sent; `problem` then says why. */
  async send(): Promise<Sent | null> {
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
      this.#fail('A file could not be uploaded. Try it again, or take it out.');
      return null;
    }
    try {
      const holdSeconds = context.settings.undoSeconds;
      const result = await sendDraft(this.connection, context, { ...draft, attachments: partsOf(files) }, this.#identity(), {
        previousId: this.#savedId,
        holdSeconds,
        original: this.#original,
      });
      if (result.ok) return { ...result, holdSeconds, to: draft.to[0]?.name ?? draft.to[0]?.email ?? 'the recipients' };
      this.#savedId = result.emailId;
      this.#fail(result.why);
    } catch (error) {
      this.#fail(wordsOf(error));
    }
    return null;
  }

  #fail(problem: string): void {
    this.#saver.resume();
    this.store.setState({ phase: 'ready', problem: `The message was not sent. ${problem}` });
    this.#saver.touch();
  }

  #track(uploading: Promise<void>): void {
    this.#uploads.add(uploading);
    void uploading.finally(() => this.#uploads.delete(uploading));
  }

  #identity(): Identity {
    const { draft, context } = this.store.getState();
    const identity = context?.identities.find((one) => one.id === draft.identityId) ?? context?.identities[0];
    if (!identity) throw new Error('This account has no address to send from.');
    return identity;
  }

  async #save(): Promise<void> {
    const { draft, files, context } = this.store.getState();
    if (!context) return;
    const before = partsOf(files);
    const saved = await saveDraft(this.connection, context, { ...draft, attachments: before }, this.#identity(), this.#savedId);
    this.#savedId = saved.emailId;
    this.store.setState((state) => ({ files: withSavedParts(state.files, before, saved.attachments) }));
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
      if (file.size > maxSizeUpload) throw new Error(`Files may have at most ${Math.floor(maxSizeUpload / 1e6)} MB.`);
      const done = await upload(uploadUrl, file, (sent) => put(sending(sent)), abort.signal);
      const type = file.type || 'application/octet-stream';
      put({ key, state: 'done', part: { blobId: done.blobId, type, name: file.name || 'picture', size: file.size, cid } });
      this.#saver.touch();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      put({ key, state: 'failed', file, cid, why: wordsOf(error) });
    }
  }

  async #start(request: ComposeRequest, context: ComposeContext): Promise<Draft> {
    const { identities } = context;
    const { kind, emailId } = request;
    if (kind === 'draft' && emailId) return fromEmail(await loadEmail(this.connection, emailId), identities);
    if (kind !== 'new' && kind !== 'draft' && emailId) {
      const email = await loadEmail(this.connection, emailId);
      this.#original = { emailId, keyword: kind === 'forward' ? '$forwarded' : '$answered' };
      const draft = answer(kind, email, { identities, formatDate: formatterOf(context.settings) });
      return withSignature(draft, identities);
    }
    const draft = {
      ...emptyDraft,
      identityId: identities[0]?.id ?? null,
      ...{ to: parseRecipients(request.to ?? ''), cc: parseRecipients(request.cc ?? ''), bcc: parseRecipients(request.bcc ?? '') },
      subject: request.subject ?? '',
      html: request.text ? plainTextToHtml(request.text) : '',
    };
    return withSignature(draft, identities);
  }
}

function formatterOf({ language, timeZone }: AccountSettings): (instant: string) => string {
  const zone = timeZone === 'auto' ? {} : { timeZone };
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', ...zone });
  return (instant) => format.format(new Date(instant));
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
