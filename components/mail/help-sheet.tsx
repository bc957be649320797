'use client';
import { useTranslations } from 'next-intl';
import { commands, keysOf, nameOfCommand } from '#client/mail/commands/all.ts';
import { KeyCaps } from './key-caps.tsx';
import { Sheet } from './sheet.tsx';

const groups = ['anywhere', 'go', 'list', 'act', 'thread'] as const;
const composing = [
  ['Mod+Enter', 'send'],
  ['Mod+Shift+c', 'cc'],
  ['Mod+Shift+b', 'bcc'],
  ['Mod+k', 'link'],
  ['Mod+s', 'save'],
  ['Mod+Shift+d', 'discard'],
  ['Escape', 'minimise'],
] as const;

/** All keys, from the same list that the keyboard runs. */
export function HelpSheet() {
  const t = useTranslations('mail');
  return (
    <Sheet title={t('help.title')} wide>
      <div className="gap-8 sm:columns-2">
        {groups.map((group) => (
          <section key={group} aria-label={t(`commandGroups.${group}`)} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-[12px] leading-4 font-semibold text-fg-3">{t(`commandGroups.${group}`)}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && keysOf(command).length > 0)
                .map((command) => (
                  <Row key={command.id} keys={keysOf(command)} does={nameOfCommand(command)} />
                ))}
            </dl>
          </section>
        ))}
        <section aria-label={t('help.writing')} className="mb-5 break-inside-avoid">
          <h3 className="mb-1 text-[12px] leading-4 font-semibold text-fg-3">{t('help.writing')}</h3>
          <dl>
            {composing.map(([keys, does]) => (
              <Row key={does} keys={[keys]} does={t(`help.${does}`)} />
            ))}
          </dl>
        </section>
      </div>
    </Sheet>
  );
}

function Row({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div className="flex min-h-7.5 items-center gap-3 border-b border-hairline text-[13px] leading-5 last:border-0">
      <dt className="order-2 ms-auto flex flex-none gap-2">
        {keys.map((one) => (
          <KeyCaps key={one} keys={one} />
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
