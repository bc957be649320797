/** The commands by their names. */
import type { Command } from '../command.ts';
import { authenticate } from './authenticate.ts';
import { capability } from './capability.ts';
import { checkscript } from './checkscript.ts';
import { deletescript } from './deletescript.ts';
import { getscript } from './getscript.ts';
import { havespace } from './havespace.ts';
import { listscripts } from './listscripts.ts';
import { logout } from './logout.ts';
import { noop } from './noop.ts';
import { putscript } from './putscript.ts';
import { renamescript } from './renamescript.ts';
import { setactive } from './setactive.ts';
import { starttls } from './starttls.ts';
import { unauthenticate } from './unauthenticate.ts';

export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    AUTHENTICATE: authenticate,
    CAPABILITY: capability,
    CHECKSCRIPT: checkscript,
    DELETESCRIPT: deletescript,
    GETSCRIPT: getscript,
    HAVESPACE: havespace,
    LISTSCRIPTS: listscripts,
    LOGOUT: logout,
    NOOP: noop,
    PUTSCRIPT: putscript,
    RENAMESCRIPT: renamescript,
    SETACTIVE: setactive,
    STARTTLS: starttls,
    UNAUTHENTICATE: unauthenticate,
  }),
);
