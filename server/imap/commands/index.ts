/** Every command by its name, and those that take UID in front. */
import type { Command } from '../session/command.ts';
import { append } from './messages/append.ts';
import { authenticate } from './connection/authenticate.ts';
import { cancelUpdate } from './search/cancel-update.ts';
import { capability } from './connection/capability.ts';
import { close, unselect } from './mailboxes/close.ts';
import { compress } from './connection/compress.ts';
import { copy, move } from './messages/copy.ts';
import { create } from './mailboxes/create.ts';
import { deleteCommand } from './mailboxes/delete.ts';
import { enable } from './connection/enable.ts';
import { esearch } from './search/esearch.ts';
import { expunge } from './messages/expunge.ts';
import { fetch } from './messages/fetch.ts';
import { deleteAcl, getAcl, listRights, myRights, setAcl } from './mailboxes/acl.ts';
import { getJmapAccess } from './connection/get-jmap-access.ts';
import { getMetadata } from './mailboxes/get-metadata.ts';
import { getQuota, getQuotaRoot } from './mailboxes/quota.ts';
import { id } from './connection/id.ts';
import { idle } from './connection/idle.ts';
import { list } from './mailboxes/list.ts';
import { login } from './connection/login.ts';
import { logout } from './connection/logout.ts';
import { lsub } from './mailboxes/lsub.ts';
import { namespace } from './mailboxes/namespace.ts';
import { noop } from './connection/noop.ts';
import { notify } from './connection/notify.ts';
import { rename } from './mailboxes/rename.ts';
import { replace } from './messages/replace.ts';
import { search } from './search/search.ts';
import { examine, select } from './mailboxes/select.ts';
import { setMetadata } from './mailboxes/set-metadata.ts';
import { sort } from './search/sort.ts';
import { starttls } from './connection/starttls.ts';
import { status } from './mailboxes/status.ts';
import { store } from './messages/store.ts';
import { subscribe, unsubscribe } from './mailboxes/subscribe.ts';
import { thread } from './search/thread.ts';
import { uidBatches } from './messages/uid-batches.ts';
import { unauthenticate } from './connection/unauthenticate.ts';
import { xlist } from './mailboxes/xlist.ts';

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
