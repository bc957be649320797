/** Every command by its name, and those that take UID in front. */
import type { Command } from '../session/command.ts';
import { append } from './append.ts';
import { authenticate } from './authenticate.ts';
import { capability } from './capability.ts';
import { close, unselect } from './close.ts';
import { copy, move } from './copy.ts';
import { create } from './create.ts';
import { deleteCommand } from './delete.ts';
import { enable } from './enable.ts';
import { expunge } from './expunge.ts';
import { fetch } from './fetch.ts';
import { getQuota, getQuotaRoot } from './quota.ts';
import { id } from './id.ts';
import { idle } from './idle.ts';
import { list } from './list.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { lsub } from './lsub.ts';
import { namespace } from './namespace.ts';
import { noop } from './noop.ts';
import { rename } from './rename.ts';
import { search } from './search.ts';
import { examine, select } from './select.ts';
import { starttls } from './starttls.ts';
import { status } from './status.ts';
import { store } from './store.ts';
import { subscribe, unsubscribe } from './subscribe.ts';
import { xlist } from './xlist.ts';

export const uidCommands: ReadonlyMap<string, Command> = new Map(
  Object.entries({ COPY: copy, EXPUNGE: expunge, FETCH: fetch, MOVE: move, SEARCH: search, STORE: store }),
);

export const commands: ReadonlyMap<string, Command> = new Map([
  ...uidCommands,
  ...Object.entries({
    APPEND: append,
    AUTHENTICATE: authenticate,
    CAPABILITY: capability,
    CHECK: { ...noop, states: ['selected'] } satisfies Command,
    CLOSE: close,
    CREATE: create,
    DELETE: deleteCommand,
    ENABLE: enable,
    EXAMINE: examine,
    GETQUOTA: getQuota,
    GETQUOTAROOT: getQuotaRoot,
    ID: id,
    IDLE: idle,
    LIST: list,
    LOGIN: login,
    LOGOUT: logout,
    LSUB: lsub,
    NAMESPACE: namespace,
    NOOP: noop,
    RENAME: rename,
    SELECT: select,
    STARTTLS: starttls,
    STATUS: status,
    SUBSCRIBE: subscribe,
    UNSELECT: unselect,
    UNSUBSCRIBE: unsubscribe,
    XLIST: xlist,
  } satisfies Record<string, Command>),
]);
