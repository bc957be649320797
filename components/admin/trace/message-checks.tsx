/** What this server found about a message that came from another one. */
import { useTranslations } from 'next-intl';
import { Card, CardHead } from '#components/ui/card.tsx';
import { say, type TimelineStep } from '#lib/timeline/step.ts';
import { verdictLook, verdictsOf } from '#components/timeline/verdict-list.tsx';
import { FactList } from '#components/admin/fact-list.tsx';

const tones = { ok: 'text-success', bad: 'text-danger', warn: 'text-warning', accent: 'text-accent', plain: 'text-fg-3' };

export function MessageChecks({ steps }: { steps: readonly TimelineStep[] }) {
  const t = useTranslations('admin.trace');
  const of = (type: string) => steps.find((step) => step.type === type)?.detail;
  const [came, found, judged] = [of('received'), of('authenticated'), of('judged')];
  if (!found) return null;
  const mark = (result: string, words: string) => {
    const { look, icon: Icon } = verdictLook(result);
    return (
      <span className="flex items-start gap-2">
        <Icon size={16} strokeWidth={2} aria-hidden className={`mt-0.5 flex-none ${tones[look]}`} />
        <span className="min-w-0 break-words">{words}</span>
      </span>
    );
  };
  const tls = came ? say(came, 'tls').replace(/^TLSv/, '') : '';
  return (
    <Card>
      <CardHead title={t('checks')} />
      <FactList
        facts={[
          ...verdictsOf(found).map(({ name, result, domains }) => ({
            name,
            value: mark(result, [result, domains].filter(Boolean).join(', ')),
          })),
          ...(came ? [{ name: 'TLS', value: mark(tls ? 'pass' : 'none', tls || t('plain')) }] : []),
          ...(judged
            ? [
                {
                  name: t('junk'),
                  value: mark(
                    judged.junk === true ? 'fail' : 'pass',
                    t('junkScore', { score: say(judged, 'score'), needed: say(judged, 'needed') }),
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
