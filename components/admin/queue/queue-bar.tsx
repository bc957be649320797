'use client';
/** The buttons for messages that wait: what can be taken back is done at once, everything else asks first. */
import { useTranslations } from 'next-intl';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { handleQueued } from '#components/admin/actions.ts';
import type { QueueAct } from './queue-acts.ts';

interface Props {
  ids: string[];
  /** One of them is held: to try it is to let it go. */
  isHeld: boolean;
  mayHold: boolean;
  mayReroute: boolean;
  /** The main thing that one does on the page. */
  isMain?: boolean;
  onAsk: (act: QueueAct) => void;
}

export function QueueBar({ ids, isHeld, mayHold, mayReroute, isMain = false, onAsk }: Props) {
  const t = useTranslations('admin.queue');
  return (
    <>
      <ActButton action={handleQueued} fields={{ act: 'retry', ids }} variant={isMain ? 'primary' : 'secondary'} beside>
        {isHeld ? t('release') : t('retry')}
      </ActButton>
      {mayHold && (
        <ActButton action={handleQueued} fields={{ act: 'hold', ids }} beside>
          {t('hold')}
        </ActButton>
      )}
      <Button size="sm" onClick={() => onAsk('prioritise')}>
        {t('prioritise')}
      </Button>
      {mayReroute && (
        <Button size="sm" onClick={() => onAsk('reroute')}>
          {t('reroute')}
        </Button>
      )}
      {(['bounce', 'drop'] as const).map((act) => (
        <Button key={act} size="sm" variant="danger" onClick={() => onAsk(act)}>
          {t(act)}
        </Button>
      ))}
    </>
  );
}
