'use client';
/** Asks what an act on waiting messages needs to be told, and says what it means for them and for people. */
import { useLocale, useTranslations } from 'next-intl';
import { FormDialog } from '#components/ui/form/form-dialog.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { handleQueued } from '#components/admin/actions.ts';
import type { QueueAct } from './queue-acts.ts';

const names = new Map([
  [9, 'first'],
  [4, 'before'],
  [0, 'usual'],
  [-4, 'after'],
  [-9, 'last'],
] as const);
/** host:port, [address]:port, or an address with a name and a password: the server looks closer. */
const routePattern = String.raw`\s*(\[[0-9A-Fa-f:]+\]:\d{1,5}|[^:\s\/@]+:\d{1,5}|[sS][mM][tT][pP][sS]?:\/\/\S+)\s*`;

interface Props {
  act: QueueAct;
  ids: string[];
  /** As it is now, of one message. */
  priority?: number;
  route?: string | null;
  /** After it, the page on which one is is no longer there. */
  leave?: boolean;
  onClose: () => void;
}

export function QueueDialog({ act, ids, priority = 0, route = null, leave = false, onClose }: Props) {
  const t = useTranslations('admin.queue');
  const number = new Intl.NumberFormat(useLocale(), { signDisplay: 'exceptZero' });
  const count = ids.length;
  const values = [...new Set<number>([...names.keys(), priority])].sort((a, b) => b - a);
  const nameOf = (value: number) => {
    const name = names.get(value as 0);
    return [name && t(`priorities.${name}`), `(${number.format(value)})`].filter(Boolean).join(' ');
  };
  return (
    <FormDialog
      title={t(`ask.${act}`, { count })}
      action={handleQueued}
      fields={{ act, ids, leave }}
      submit={t(`does.${act}`)}
      danger={act === 'bounce' || act === 'drop'}
      onClose={onClose}
    >
      <p className="text-fg-2">{t(`means.${act}`, { count })}</p>
      {act === 'prioritise' && (
        <SelectField
          label={t('priority')}
          name="priority"
          defaultValue={String(priority)}
          options={values.map((value) => ({ value: String(value), name: nameOf(value) }))}
        />
      )}
      {act === 'reroute' && (
        <>
          {route !== null && <p className="text-fg-2">{t('routeNow', { route })}</p>}
          <TextField
            label={t('route')}
            name="route"
            placeholder="relay.example.org:587"
            pattern={routePattern}
            title={t('routeForm')}
            hint={t('routeHint')}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            dir="ltr"
          />
        </>
      )}
    </FormDialog>
  );
}
