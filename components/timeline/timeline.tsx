/** The story of a message, one step after the other: its sender and reader see it in the webmail, administrators in the panel. */
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { withSigning } from '#lib/timeline/signing.ts';
import { beginningOf, type Beginning, type TimelineClock, type TimelineStep } from '#lib/timeline/step.ts';
import { useStepText } from './step-text.ts';
import { StepFacts } from './step-facts.tsx';

export function Timeline({ steps, clock }: { steps: readonly TimelineStep[]; clock: TimelineClock }) {
  const story = beginningOf(steps);
  const told = withSigning(steps);
  return (
    <ol className="grid">
      {told.map((step, index) => {
        const before = told[index - 1];
        const day = clock.day(step.at);
        const isNewDay = before !== undefined && clock.day(before.at) !== day;
        return (
          <li key={step.key}>
            {isNewDay && <p className="mb-3 border-t border-hairline pt-3 text-[12px] leading-4 font-medium text-fg-3">{day}</p>}
            <Step step={step} story={story} clock={clock} isLast={index === told.length - 1} />
          </li>
        );
      })}
    </ol>
  );
}

function Step({ step, story, clock, isLast }: { step: TimelineStep; story: Beginning; clock: TimelineClock; isLast: boolean }) {
  const { title, badge, icon: Icon, tone } = useStepText(step);
  return (
    <div className="grid grid-cols-[6.5rem_1.75rem_minmax(0,1fr)] gap-x-3 max-sm:grid-cols-[1.75rem_minmax(0,1fr)]">
      <time
        className="pt-1 text-end text-[12px] leading-5 text-fg-3 tabular-nums max-sm:order-3 max-sm:pt-0 max-sm:text-start"
        dateTime={step.at.toISOString()}
      >
        {clock.time(step.at)}
      </time>
      <span className="relative row-span-2 grid justify-items-center max-sm:order-1 max-sm:row-span-3">
        {!isLast && <span aria-hidden className="absolute top-7 bottom-0 w-px bg-border" />}
        <span className={`grid size-7 place-items-center self-start rounded-full ${tone}`}>
          <Icon size={15} strokeWidth={1.75} aria-hidden />
        </span>
      </span>
      <p className="flex min-h-7 min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-[14px] leading-5.5 font-semibold max-sm:order-2">
        <span className="min-w-0 wrap-anywhere" dir="auto">
          {title}
        </span>
        {badge && <StatusBadge look={badge.look}>{badge.text}</StatusBadge>}
      </p>
      <div className={`col-start-3 min-w-0 max-sm:order-4 max-sm:col-start-2 ${isLast ? '' : 'pb-5'}`}>
        <StepFacts step={step} story={story} clock={clock} />
      </div>
    </div>
  );
}
