/** The tests of the browser's code read what it says in English. */
import { setWords } from '#client/i18n/words.ts';
import { loadMessages } from '#messages/load-messages.ts';

setWords('en', await loadMessages('en'));
