import { answer } from '../acts/answer.ts';
import { stepInConversation, unfoldAll } from '../list/cursor.ts';
import { mail } from '../mail-store.ts';
import { targets } from '../acts/targets.ts';
import type { Command } from './command.ts';

const isReading = () => mail().route.threadId !== null;
const hasOne = () => isReading() || targets().length > 0;

export const threadCommands: Command[] = [
  { id: 'reply', group: 'thread', keys: ['r'], run: () => answer('reply'), applies: hasOne },
  { id: 'replyAll', group: 'thread', keys: ['a'], run: () => answer('replyAll'), applies: hasOne },
  { id: 'forward', group: 'thread', keys: ['f'], run: () => answer('forward'), applies: hasOne },
  { id: 'nextMessage', group: 'thread', keys: ['n'], run: () => stepInConversation(1), applies: isReading },
  { id: 'previousMessage', group: 'thread', keys: ['p'], run: () => stepInConversation(-1), applies: isReading },
  { id: 'expandAll', group: 'thread', keys: [';'], run: () => unfoldAll(true), applies: isReading },
  { id: 'collapseAll', group: 'thread', keys: [':'], run: () => unfoldAll(false), applies: isReading },
  { id: 'print', group: 'thread', keys: [], run: () => window.open(`/print/${mail().route.threadId ?? ''}`), applies: isReading },
];
