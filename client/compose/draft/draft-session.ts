/**
 * One compose window: its draft, its files, how it is saved and sent. No React here; components/compose shows it. Every change goes through
 * `edit`, which is also what starts the saving.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { words } from '#client/i18n/words.ts';
import { answerDraft, attachedDraft, newDraft } from './begin-draft.ts';
import { asFiles, partsOf, withSavedParts } from './attachments.ts';
import type { JmapConnection } from '#client/jmap/connection.ts';
import type { ComposeRequest } from '../compose-request.ts';
import { emptyDraft, fromEmail, isEmpty, whyNotSendable, type Draft } from './draft.ts';
import { DefaultEncryption } from '../sending/default-encryption.ts';
import { DraftFiles } from './draft-files.ts';
import { DraftSaver } from './draft-saver.ts';
import type { Identity, ReadEmail } from '../email-types.ts';
import { ensureMailbox } from '../ensure-mailbox.ts';
import { findMade, findSubmission } from './lost-answer.ts';
import {
  destroyDraft,
  finishSend,
  hasOtherVersion,
  loadContext,
  loadEmail,
  saveDraft,
  sendDraft,
  type ComposeContext,
  type Original,
} from '../mail-api.ts';
import type { Sent, SessionDependencies, SessionState } from './session-state.ts';
import { isUnreachable } from '#client/jmap/connection.ts';
import { wordsOf } from '#client/i18n/words-of.ts';

const isSealed = ({ attachments }: ReadEmail) =>
  attachments.some(({ type }) => /^application\/(?:pgp-encrypted|(?:x-)?pkcs7-mime)$/.test(type));

export class DraftSession {
  readonly store: StoreApi<SessionState>;
  readonly connection: JmapConnection;
  #saver: DraftSaver;
  #original: Original | null = null;
  readonly #files: DraftFiles;
  readonly #encryption: DefaultEncryption;
  #with: SessionDependencies;
  /** The names of what was asked for last, while the answer is not there (lost-answer.ts). */
  #lostSave: string | null = null;
  #lostSend: string | null = null;
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
      ...{
        phase: 'loading',
        problem: null,
        draft: emptyDraft,
        files: [],
        save: { kind: 'new' },
        context: null,
        savedId: null,
        withoutKey: [],
      },
    }));
    this.#saver = new DraftSaver(
      () => this.#save(),
      (save) => this.store.setState({ save }),
      dependencies.now,
    );
    this.#files = new DraftFiles(this.store, dependencies.connection, dependencies.newId, () => this.#saver.touch());
    this.#encryption = new DefaultEncryption(this.store, dependencies.defaultProtection);
  }

  async load(request: ComposeRequest): Promise<void> {
    try {
      const context = await loadContext(this.connection);
      const draft = await this.#start(request, context);
      const savedId = request.kind === 'draft' ? (request.emailId ?? null) : null;
      this.store.setState({ phase: 'ready', savedId, context, draft, files: asFiles(draft.attachments) });
      this.#encryption.isChosen = draft.protection !== undefined; // what was sealed once is not opened by the way
      this.#heedDefault().catch(() => undefined); // asked again before it is sent
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
    if ('protection' in change && change.protection !== 'encrypt') this.#files.uploadLocal();
    if ('to' in change || 'cc' in change || 'bcc' in change || 'identityId' in change) this.#heedDefault().catch(() => undefined);
  }

  /** By hand: from then on nothing else decides. */
  chooseProtection(protection: Draft['protection']): void {
    this.#encryption.isChosen = true;
    this.store.setState({ withoutKey: [] });
    this.edit({ protection });
  }

  async #heedDefault(): Promise<void> {
    if (!(await this.#encryption.heed(() => this.#identity()))) return;
    if (this.store.getState().draft.protection !== 'encrypt') this.#files.uploadLocal();
    if (this.isTouched) this.#saver.touch();
  }

  /** `inline` gives each picture the cid by which the HTML names it. */
  attach(files: Iterable<File>, inline = false): { cid: string | null; file: File }[] {
    return this.#files.attach(files, inline);
  }

  retry(key: string): void {
    this.#files.retry(key);
  }

  removeFile(key: string): void {
    this.#files.remove(key);
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
    this.#files.cancelAll();
    await this.#forget();
    const { savedId } = this.store.getState();
    if (savedId) await destroyDraft(this.connection, savedId);
  }

  /** Null when it could not be sent; `problem` then says why. `until`: not before that time. */
  async send(until: Date | null = null): Promise<Sent | null> {
    const { draft: written, context } = this.store.getState();
    const problem = whyNotSendable(written);
    if (problem || !context) {
      this.store.setState({ problem });
      return null;
    }
    this.store.setState({ phase: 'sending', problem: null });
    try {
      await this.#heedDefault();
    } catch (error) {
      this.#fail(wordsOf(error)); // in clear, perhaps, against the writer's wish
      return null;
    }
    await Promise.all([this.#saver.stop(), this.#files.settled()]);
    const { files, draft } = this.store.getState();
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
      const gone = await this.#findSent(context, mailboxId);
      this.#lostSend = this.#newMessageId();
      const letter = { ...draft, attachments: partsOf(files), messageId: this.#lostSend };
      const { protection } = letter;
      const result = gone
        ? await finishSend(this.connection, gone.emailId, gone.submissionId, options)
        : protection
          ? await (
              await import('../sending/protected.ts')
            ).sendProtected(this.connection, context, { ...letter, protection }, this.#identity(), options, this.#files.local)
          : await sendDraft(this.connection, context, letter, this.#identity(), options);
      this.#lostSend = null;
      if (result.ok) {
        await this.#forget();
        this.#release?.();
        return { ...result, holdSeconds, until, to: draft.to[0]?.name ?? draft.to[0]?.email ?? '' };
      }
      this.store.setState({ savedId: result.emailId });
      this.#fail(result.why);
    } catch (error) {
      if (!isUnreachable(error)) this.#lostSend = null;
      this.#fail(isUnreachable(error) ? null : wordsOf(error));
    }
    return null;
  }

  /** What was sent although no answer came. Of a message that was only written then, nothing is left. */
  async #findSent(context: ComposeContext, scheduledId: string): Promise<{ emailId: string; submissionId: string } | null> {
    const emailId = this.#lostSend === null ? null : await findMade(this.connection, context, this.#lostSend, scheduledId);
    if (emailId === null) return null;
    const submissionId = await findSubmission(this.connection, emailId);
    if (submissionId !== null) return { emailId, submissionId };
    await destroyDraft(this.connection, emailId);
    return null;
  }

  #newMessageId(): string {
    const { email } = this.#identity();
    return `${this.#with.newId()}@${email.slice(email.lastIndexOf('@') + 1)}`;
  }

  /** Null: there was no answer, so that nobody knows; sending again finds out. */
  #fail(problem: string | null): void {
    this.#saver.resume();
    const t = words('compose');
    this.store.setState({ phase: 'ready', problem: problem === null ? t('sentPerhaps') : t('notSent', { problem }) });
    this.#saver.touch();
  }

  #identity(): Identity {
    const { draft, context } = this.store.getState();
    const identity = context?.identities.find((one) => one.id === draft.identityId) ?? context?.identities[0];
    if (!identity) throw new Error(words('compose')('noIdentity'));
    return identity;
  }

  async #save(): Promise<void | 'conflict'> {
    const { context } = this.store.getState();
    if (!context) return;
    await this.#adoptLost(context);
    const { draft: text, files, savedId } = this.store.getState();
    const before = partsOf(files);
    const draft = { ...text, attachments: before };
    if (draft.protection === 'encrypt') {
      const { saveSealedDraft } = await import('../sending/protected.ts');
      const { emailId } = await saveSealedDraft(this.connection, context, draft, this.#identity(), savedId, this.#files.local);
      this.store.setState({ savedId: emailId });
      return this.#forget(); // nor does this device keep it in clear
    }
    const { keep } = this.#with;
    // A device that keeps nothing (private window, full disk) must not keep the server from having it.
    await keep?.put({ key: this.#key, accountId: this.connection.accountId, draft, previousId: savedId }).catch(() => undefined);
    this.#lostSave = this.#newMessageId();
    const named = { ...draft, messageId: this.#lostSave };
    const saved = await saveDraft(this.connection, context, named, this.#identity(), savedId, this.#draftKey).catch((error: unknown) => {
      if (!isUnreachable(error)) this.#lostSave = null;
      throw error;
    });
    this.#lostSave = null;
    this.store.setState((state) => ({ savedId: saved.emailId, files: withSavedParts(state.files, before, saved.attachments) }));
    await this.#forget();
    return saved.conflict ? 'conflict' : undefined;
  }

  /** A save without an answer may have worked: then the next one takes its place, not that of the version before. */
  async #adoptLost(context: ComposeContext): Promise<void> {
    if (this.#lostSave === null) return;
    const made = await findMade(this.connection, context, this.#lostSave);
    const { savedId } = this.store.getState();
    if (made && savedId && made !== savedId) await destroyDraft(this.connection, savedId);
    if (made) this.store.setState({ savedId: made });
    this.#lostSave = null;
  }

  /** The server has it, or nobody is to have it. */
  async #forget(): Promise<void> {
    await this.#with.keep?.remove(this.#key).catch(() => undefined);
  }

  async #end(): Promise<void> {
    await this.#saver.stop();
    this.#release?.();
  }

  async #start(request: ComposeRequest, context: ComposeContext): Promise<Draft> {
    const { identities } = context;
    const { kind, emailId } = request;
    if ((kind === 'asNew' || kind === 'template') && emailId) {
      const draft = fromEmail(await loadEmail(this.connection, emailId), identities);
      return { ...draft, identityId: draft.identityId ?? identities[0]?.id ?? null, inReplyTo: null, references: null };
    }
    if (kind === 'forwardAttached') return attachedDraft(this.connection, request.emailIds ?? [], identities);
    if (kind === 'draft' && emailId) {
      const email = await loadEmail(this.connection, emailId);
      this.#draftKey = email['header:X-Posthorn-Draft:asText']?.trim() || this.#draftKey;
      if (!isSealed(email)) return fromEmail(email, identities);
      const { openSealedDraft } = await import('#client/crypto/open-draft.ts');
      const { readable, local } = await openSealedDraft(email);
      this.#files.local = local;
      return { ...fromEmail(readable, identities), protection: 'encrypt' };
    }
    if ((kind === 'reply' || kind === 'replyAll' || kind === 'forward') && emailId) {
      const email = await loadEmail(this.connection, emailId);
      this.#original = { emailId, keyword: kind === 'forward' ? '$forwarded' : '$answered' };
      return answerDraft(kind, email, context);
    }
    return newDraft(request, context);
  }
}
