/** How each kind of step of a delivery is shown. */
import {
  BadgeCheck,
  CircleAlert,
  CircleCheck,
  CircleDot,
  Clock,
  FolderInput,
  Forward,
  Hourglass,
  Inbox,
  ListEnd,
  ListOrdered,
  LogIn,
  Pause,
  Play,
  Route,
  Scale,
  ShieldAlert,
  Signature,
  Trash2,
  Undo2,
  Upload,
  type LucideIcon,
} from 'lucide-react';
import type { StatusLook } from '#components/ui/status-badge.tsx';
import type { Messages } from '#messages/rooms.ts';

export interface StepLook {
  key: keyof Messages['timeline']['events'];
  icon: LucideIcon;
  tone: string;
  /** Of steps that are about one recipient, who is then their title. */
  badge?: StatusLook;
}
const [plain, accent, good, warn, bad] = [
  'bg-soft text-fg-2',
  'bg-accent-soft text-accent',
  'bg-success-soft text-success',
  'bg-warning-soft text-warning',
  'bg-danger-soft text-danger',
];

const looks: Record<string, StepLook> = {
  received: { key: 'received', icon: LogIn, tone: accent },
  authenticated: { key: 'authenticated', icon: BadgeCheck, tone: plain },
  judged: { key: 'judged', icon: Scale, tone: plain },
  judgedJunk: { key: 'judgedJunk', icon: ShieldAlert, tone: warn },
  quarantined: { key: 'quarantined', icon: ShieldAlert, tone: bad },
  fromQuarantine: { key: 'fromQuarantine', icon: Play, tone: plain },
  filed: { key: 'filed', icon: FolderInput, tone: plain },
  redirected: { key: 'redirected', icon: Forward, tone: plain },
  notReplied: { key: 'notReplied', icon: CircleDot, tone: plain },
  filterFailed: { key: 'filterFailed', icon: CircleAlert, tone: warn },
  delivered: { key: 'delivered', icon: Inbox, tone: good, badge: 'ok' },
  submitted: { key: 'submitted', icon: Upload, tone: accent },
  queued: { key: 'queued', icon: ListEnd, tone: plain },
  undoable: { key: 'undoable', icon: Undo2, tone: plain },
  scheduled: { key: 'scheduled', icon: Hourglass, tone: plain },
  signed: { key: 'signed', icon: Signature, tone: plain },
  sent: { key: 'sent', icon: CircleCheck, tone: good, badge: 'ok' },
  deferred: { key: 'deferred', icon: Clock, tone: warn, badge: 'warn' },
  bounced: { key: 'bounced', icon: CircleAlert, tone: bad, badge: 'bad' },
  refused: { key: 'refused', icon: CircleAlert, tone: bad, badge: 'bad' },
  cancelled: { key: 'cancelled', icon: Undo2, tone: plain, badge: 'plain' },
  held: { key: 'held', icon: Pause, tone: warn, badge: 'plain' },
  released: { key: 'released', icon: Play, tone: plain, badge: 'plain' },
  dropped: { key: 'dropped', icon: Trash2, tone: bad, badge: 'bad' },
  rerouted: { key: 'rerouted', icon: Route, tone: plain, badge: 'plain' },
  prioritised: { key: 'prioritised', icon: ListOrdered, tone: plain },
};
const other: StepLook = { key: 'other', icon: CircleDot, tone: plain };

/** Null is what this page is too old to know: it is called as the server calls it. */
export const lookOf = (kind: string): StepLook & { isKnown: boolean } => {
  const known = looks[kind];
  return { ...(known ?? other), isKnown: known !== undefined };
};
