/** How each kind of event of a delivery is shown. */
import {
  BadgeCheck,
  CircleAlert,
  CircleCheck,
  CircleDot,
  Clock,
  FolderInput,
  Forward,
  Inbox,
  ListEnd,
  LogIn,
  Pause,
  Play,
  Scale,
  Send,
  Trash2,
  Undo2,
  Upload,
  type LucideIcon,
} from 'lucide-react';
import type { StatusLook } from '#components/ui/status-badge.tsx';
import type { Messages } from '#messages/rooms.ts';

export interface EventLook {
  key: keyof Messages['reading']['events'];
  icon: LucideIcon;
  tone: string;
  /** Of events that are about one recipient. */
  badge?: StatusLook;
}
const [plain, accent, good, warn, bad] = [
  'bg-hover text-fg-2',
  'bg-accent-soft text-accent',
  'bg-success-soft text-success',
  'bg-warning-soft text-warning',
  'bg-danger-soft text-danger',
];

export const eventLooks: Record<string, EventLook> & { other: EventLook } = {
  received: { key: 'received', icon: LogIn, tone: accent },
  authenticated: { key: 'authenticated', icon: BadgeCheck, tone: plain },
  judged: { key: 'judged', icon: Scale, tone: plain },
  filed: { key: 'filed', icon: FolderInput, tone: plain },
  redirected: { key: 'redirected', icon: Forward, tone: plain },
  notReplied: { key: 'notReplied', icon: CircleDot, tone: plain },
  filterFailed: { key: 'filterFailed', icon: CircleAlert, tone: warn },
  delivered: { key: 'delivered', icon: Inbox, tone: good, badge: 'ok' },
  submitted: { key: 'submitted', icon: Upload, tone: accent },
  queued: { key: 'queued', icon: ListEnd, tone: plain },
  sent: { key: 'sent', icon: CircleCheck, tone: good, badge: 'ok' },
  deferred: { key: 'deferred', icon: Clock, tone: warn, badge: 'warn' },
  bounced: { key: 'bounced', icon: CircleAlert, tone: bad, badge: 'bad' },
  refused: { key: 'refused', icon: CircleAlert, tone: bad, badge: 'bad' },
  cancelled: { key: 'cancelled', icon: Undo2, tone: plain, badge: 'plain' },
  held: { key: 'held', icon: Pause, tone: plain, badge: 'plain' },
  released: { key: 'released', icon: Play, tone: plain, badge: 'plain' },
  dropped: { key: 'dropped', icon: Trash2, tone: bad, badge: 'bad' },
  rerouted: { key: 'rerouted', icon: Send, tone: plain, badge: 'plain' },
  other: { key: 'other', icon: CircleDot, tone: plain },
};
