/** What others see of the server, in words; what should be mended says how. */
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Card } from '#components/ui/card.tsx';

export interface ReadinessCheck {
  name: 'records' | 'certificate' | 'door' | 'encryption' | 'relay' | 'reach';
  state: 'good' | 'warn' | 'bad';
  detail: string;
}
const icons = { good: CircleCheck, warn: TriangleAlert, bad: CircleAlert };
const looks = { good: 'text-success', warn: 'text-warning', bad: 'text-danger' };

export function ReadinessList({ checks }: { checks: ReadinessCheck[] }) {
  const t = useTranslations('admin.readiness');
  return (
    <Card>
      <ul>
        {checks.map(({ name, state, detail }) => {
          const Icon = icons[state];
          return (
            <li key={name} className="flex gap-3 border-t border-hairline px-4 py-3 first:border-t-0">
              <Icon size={20} className={`mt-0.5 flex-none ${looks[state]}`} aria-label={t(`states.${state}`)} />
              <div className="min-w-0">
                <b className="block font-medium">{t(`names.${name}`)}</b>
                <p className="text-[13px] leading-5 text-fg-2">{state === 'good' ? t(`good.${name}`) : t(`mend.${name}`)}</p>
                <p className="mt-0.5 font-mono text-[12px] leading-4.5 break-words text-fg-3" dir="ltr">
                  {detail}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
