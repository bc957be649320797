/** Every command by its name, and those that take UID in front. */
import type { Command } from '../session/command.ts';
import { authenticate } from './connection/authenticate.ts';
import { capability } from './connection/capability.ts';
import { compress } from './connection/compress.ts';
import { enable } from './connection/enable.ts';
import { getJmapAccess } from './connection/get-jmap-access.ts';
import { id } from './connection/id.ts';
import { idle } from './connection/idle.ts';
import { login } from './connection/login.ts';
import { logout } from './connection/logout.ts';
import { noop } from './connection/noop.ts';
import { notify } from './connection/notify.ts';
import { starttls } from './connection/starttls.ts';
import { unauthenticate } from './connection/unauthenticate.ts';
import { close, unselect } from './mailboxes/close.ts';
import { create } from './mailboxes/create.ts';
import { deleteAcl } from './mailboxes/delete-acl.ts';
import { deleteCommand } from './mailboxes/delete.ts';
import { getAcl } from './mailboxes/get-acl.ts';
import { getMetadata } from './mailboxes/get-metadata.ts';
import { listRights } from './mailboxes/list-rights.ts';
import { list } from './mailboxes/list.ts';
import { lsub } from './mailboxes/lsub.ts';
import { myRights } from './mailboxes/my-rights.ts';
import { namespace } from './mailboxes/namespace.ts';
import { getQuota, getQuotaRoot } from './mailboxes/quota.ts';
import { rename } from './mailboxes/rename.ts';
import { examine, select } from './mailboxes/select.ts';
import { setAcl } from './mailboxes/set-acl.ts';
import { setMetadata } from './mailboxes/set-metadata.ts';
import { status } from './mailboxes/status.ts';
import { subscribe, unsubscribe } from './mailboxes/subscribe.ts';
import { xlist } from './mailboxes/xlist.ts';
import { append } from './messages/append.ts';
import { copy, move } from './messages/copy.ts';
import { expunge } from './messages/expunge.ts';
import { fetch } from './messages/fetch.ts';
import { replace } from './messages/replace.ts';
import { store } from './messages/store.ts';
import { uidBatches } from './messages/uid-batches.ts';
import { cancelUpdate } from './search/cancel-update.ts';
import { esearch } from './search/esearch.ts';
import { search } from './search/search.ts';
import { sort } from './search/sort.ts';
import { thread } from './search/thread.ts';

export const uidCommands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    COPY: copy,
    EXPUNGE: expunge,
    FETCH: fetch,
    MOVE: move,
    REPLACE: replace,
    SEARCH: search,
    SORT: sort,
    STORE: store,
    THREAD: thread,
  }),
);

/** Those that speak of message numbers unless UID stands in front (RFC 9586 §3.2, §3.8). */
export const numbered: ReadonlySet<string> = new Set([...uidCommands.keys()].filter((name) => name !== 'EXPUNGE'));

export const commands: ReadonlyMap<string, Command> = new Map([
  ...uidCommands,
  ...Object.entries({
    APPEND: append,
    AUTHENTICATE: authenticate,
    CANCELUPDATE: cancelUpdate,
    CAPABILITY: capability,
    CHECK: { ...noop, states: ['selected'] } satisfies Command,
    CLOSE: close,
    COMPRESS: compress,
    CREATE: create,
    DELETE: deleteCommand,
    DELETEACL: deleteAcl,
    ENABLE: enable,
    ESEARCH: esearch,
    EXAMINE: examine,
    GETACL: getAcl,
    GETJMAPACCESS: getJmapAccess,
    GETMETADATA: getMetadata,
    GETQUOTA: getQuota,
    GETQUOTAROOT: getQuotaRoot,
    ID: id,
    IDLE: idle,
    LIST: list,
    LISTRIGHTS: listRights,
    LOGIN: login,
    LOGOUT: logout,
    LSUB: lsub,
    MYRIGHTS: myRights,
    NAMESPACE: namespace,
    NOOP: noop,
    NOTIFY: notify,
    RENAME: rename,
    SELECT: select,
    SETACL: setAcl,
    SETMETADATA: setMetadata,
    STARTTLS: starttls,
    STATUS: status,
    SUBSCRIBE: subscribe,
    UIDBATCHES: uidBatches,
    UNAUTHENTICATE: unauthenticate,
    UNSELECT: unselect,
    UNSUBSCRIBE: unsubscribe,
    XLIST: xlist,
  } satisfies Record<string, Command>),
]);

/** With the capability switched off for an account, its commands are not there either. */
export const capabilityOf: ReadonlyMap<string, string> = new Map([
  ...['COMPRESS'].map((name) => [name, 'COMPRESS=DEFLATE'] as const),
  ...['ENABLE', 'ID', 'IDLE', 'MOVE', 'NAMESPACE', 'NOTIFY', 'REPLACE', 'SORT', 'UIDBATCHES', 'UNAUTHENTICATE', 'UNSELECT', 'XLIST'].map(
    (name) => [name, name] as const,
  ),
  ...['GETACL', 'SETACL', 'DELETEACL', 'LISTRIGHTS', 'MYRIGHTS'].map((name) => [name, 'ACL'] as const),
  ...['GETMETADATA', 'SETMETADATA'].map((name) => [name, 'METADATA'] as const),
  ...['GETQUOTA', 'GETQUOTAROOT'].map((name) => [name, 'QUOTA'] as const),
  ['CANCELUPDATE', 'CONTEXT=SEARCH'],
  ['ESEARCH', 'MULTISEARCH'],
  ['GETJMAPACCESS', 'JMAPACCESS'],
]);
