/** Why the message was not sent, above the buttons. */
import { TriangleAlert } from 'lucide-react';

export function ProblemBar({ words, action }: { words: string; action: { name: string; run: () => void } | null }) {
  return (
    <div
      role="alert"
      className="mx-3 mt-2 -mb-1 flex flex-none items-center gap-2 rounded-lg bg-warning-soft px-3 py-2 text-[13px] leading-5 text-warning"
    >
      <TriangleAlert size={16} className="flex-none" aria-hidden />
      <span className="min-w-0 flex-1">{words}</span>
      {action && (
        <button type="button" onClick={action.run} className="h-7 flex-none rounded-control px-2 font-semibold text-fg hover:bg-fg/8">
          {action.name}
        </button>
      )}
    </div>
  );
}
