'use client';
/** The addresses to write from, each with a name, a signature, and where answers and copies go. */
import { Ellipsis, Pencil, Plus, Signature, Star, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import type { Identity } from '#client/compose/email-types.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { loadIdentities, makeDefault, removeIdentity } from '#client/settings/identities.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, SettingRow } from '#components/ui/card.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';

// With the editor of messages in it, which needs a document.
const IdentityDialog = lazy(() => import('./identity-dialog.tsx').then((module) => ({ default: module.IdentityDialog })));

/** `addresses`: all that the account may write from. */
export function IdentityList({ addresses }: { addresses: string[] }) {
  const t = useTranslations('settings.identities');
  const ui = useTranslations('ui');
  const [edited, setEdited] = useState<Identity | 'new' | null>(null);
  const [asked, setAsked] = useState<Identity | null>(null);
  const { value, problem, reload } = useLoaded(loadIdentities);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  const { identities, defaultIdentity } = value;
  const isDefault = ({ id }: Identity) =>
    id === (identities.some((one) => one.id === defaultIdentity) ? defaultIdentity : identities[0]?.id);
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <>
      <Card>
        {identities.map((one) => (
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
            <Button size="sm" aria-label={ui('editOne', { name: one.email })} onClick={() => setEdited(one)}>
              {ui('edit')}
            </Button>
            <IconMenu
              label={t('more', { email: one.email })}
              actions={[
                { label: ui('edit'), icon: Pencil, onSelect: () => setEdited(one) },
                ...(isDefault(one) ? [] : [{ label: t('makeDefault'), icon: Star, onSelect: () => void makeDefault(one.id).then(reload) }]),
                ...(one.mayDelete ? [{ label: ui('delete'), icon: Trash2, onSelect: () => setAsked(one) }] : []),
              ]}
            >
              <Ellipsis {...icon} />
            </IconMenu>
          </SettingRow>
        ))}
        <div className="border-t border-hairline p-4">
          <Button onClick={() => setEdited('new')}>
            <Plus size={16} aria-hidden />
            {t('add')}
          </Button>
        </div>
      </Card>
      {edited && (
        <Suspense fallback={null}>
          <IdentityDialog
            identity={edited === 'new' ? null : edited}
            addresses={addresses}
            onClose={() => setEdited(null)}
            onSaved={() => {
              setEdited(null);
              void reload();
            }}
          />
        </Suspense>
      )}
      {asked && (
        <AskDialog
          question={t('deleteQuestion', { email: asked.email })}
          consequence={t('deleteMeans')}
          action={ui('delete')}
          onClose={() => setAsked(null)}
          onAct={async () => {
            await removeIdentity(asked.id);
            await reload();
          }}
        />
      )}
    </>
  );
}
