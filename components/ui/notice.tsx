/** What came of an act: announced, with an icon and words, never by colour alone. */
import { CircleAlert, CircleCheck } from 'lucide-react';

export function Notice({ state }: { state: { ok: boolean; message: string | null; secret?: string } }) {
  if (state.message === null) return null;
  const Icon = state.ok ? CircleCheck : CircleAlert;
  const look = state.ok ? 'bg-success-soft text-success' : 'bg-danger-soft text-danger';
  return (
    <div role={state.ok ? 'status' : 'alert'} className={`flex items-start gap-2 rounded-control px-3 py-2 text-[13px] leading-5 ${look}`}>
      <Icon size={16} className="mt-0.5 flex-none" aria-hidden />
      <span className="min-w-0">
        {state.message}
        {state.secret && <code className="mt-1 block font-mono text-[14px] break-all text-fg select-all">{state.secret}</code>}
      </span>
    </div>
  );
}
