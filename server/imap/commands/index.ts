/** Every command by its name, and those that take UID in front. */
import type { Command } from '../session/command.ts';
import { append } from './append.ts';
import { authenticate } from './authenticate.ts';
import { cancelUpdate } from './cancel-update.ts';
import { capability } from './capability.ts';
import { close, unselect } from './close.ts';
import { compress } from './compress.ts';
import { copy, move } from './copy.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { enable } from './enable.ts';
import { esearch } from './esearch.ts';
import { expunge } from './expunge.ts';
import { fetch } from './fetch.ts';
import { deleteAcl, getAcl, listRights, myRights, setAcl } from './acl.ts';
import { getJmapAccess } from './get-jmap-access.ts';
import { getMetadata } from './get-metadata.ts';
import { getQuota, getQuotaRoot } from './quota.ts';
import { id } from './id.ts';
import { idle } from './idle.ts';
import { list } from './list.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { lsub } from './lsub.ts';
import { namespace } from './namespace.ts';
import { noop } from './noop.ts';
import { notify } from './notify.ts';
import { rename } from './rename.ts';
import { replace } from './replace.ts';
import { search } from './search.ts';
import { examine, select } from './select.ts';
import { setMetadata } from './set-metadata.ts';
import { sort } from './sort.ts';
import { starttls } from './starttls.ts';
import { status } from './status.ts';
import { store } from './store.ts';
import { subscribe, unsubscribe } from './subscribe.ts';
import { thread } from './thread.ts';
import { uidBatches } from './uid-batches.ts';
import { unauthenticate } from './unauthenticate.ts';
import { xlist } from './xlist.ts';

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
