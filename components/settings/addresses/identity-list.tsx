'use client';
/** The addresses to write from, each with a name, a signature, and where answers and copies go. */
import { Ellipsis, Pencil, Signature, Star, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, useState } from 'react';
import type { Identity } from '#client/compose/email-types.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { loadIdentities, makeDefault, removeIdentity } from '#client/settings/identities.ts';
import { Button } from '#components/ui/button.tsx';
import { SettingRow } from '#components/ui/card.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { EditedList } from '#components/settings/edited-list.tsx';

// With the editor of messages in it, which needs a document.
const IdentityDialog = lazy(() => import('./identity-dialog.tsx').then((module) => ({ default: module.IdentityDialog })));
const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** `addresses`: all that the account may write from. */
export function IdentityList({ addresses }: { addresses: string[] }) {
  const t = useTranslations('settings.identities');
  const ui = useTranslations('ui');
  const { value, problem, reload } = useLoaded(loadIdentities);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  const { identities, defaultIdentity } = value;
  const failed = (error: unknown) => setRefusal(wordsOf(error));
  const isDefault = ({ id }: Identity) =>
    id === (identities.some((one) => one.id === defaultIdentity) ? defaultIdentity : identities[0]?.id);
  return (
    <>
      <Notice state={{ ok: false, message: refusal }} />
      <EditedList
        items={identities}
        add={t('add')}
        reload={reload}
        editor={(one, props) => <IdentityDialog identity={one} addresses={addresses} {...props} />}
        removal={({ id, email }) => ({
          question: t('deleteQuestion', { email }),
          consequence: t('deleteMeans'),
          act: () => removeIdentity(id),
        })}
        row={(one, { edit, remove }) => (
          <SettingRow
            key={one.id}
            lead={<Signature {...icon} />}
            title={
              <span className="flex flex-wrap items-center gap-2">
                <bdi>{one.name || one.email}</bdi>
                {isDefault(one) && <StatusBadge look="accent">{t('default')}</StatusBadge>}
              </span>
            }
            about={[one.name ? one.email : '', one.textSignature.split('\n').find(Boolean) ?? t('noSignature')].filter(Boolean).join(' · ')}
          >
            <Button size="sm" aria-label={ui('editOne', { name: one.email })} onClick={edit}>
              {ui('edit')}
            </Button>
            <IconMenu
              label={t('more', { email: one.email })}
              actions={[
                { label: ui('edit'), icon: Pencil, onSelect: edit },
                ...(isDefault(one)
                  ? []
                  : [{ label: t('makeDefault'), icon: Star, onSelect: () => void makeDefault(one.id).then(reload, failed) }]),
                ...(one.mayDelete ? [{ label: ui('delete'), icon: Trash2, onSelect: remove }] : []),
              ]}
            >
              <Ellipsis {...icon} />
            </IconMenu>
          </SettingRow>
        )}
      />
    </>
  );
}
