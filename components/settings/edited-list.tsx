'use client';
/** A list whose things are opened and removed in dialogs, with a button at its end for another one. */
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Suspense, useState, type ReactNode } from 'react';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';

export interface RowActs {
  edit: () => void;
  remove: () => void;
}
export interface EditorProps {
  onClose: () => void;
  onSaved: () => void;
}
interface Props<Thing> {
  items: readonly Thing[];
  row: (one: Thing, acts: RowActs) => ReactNode;
  /** In place of the rows, when there are none. */
  empty?: ReactNode;
  /** What the button of a new one says. */
  add: string;
  /** The dialog of one, or of a new one: null. */
  editor: (one: Thing | null, props: EditorProps) => ReactNode;
  /** What is asked before one goes, and how it goes. */
  removal: (one: Thing) => { question: string; consequence: string; act: () => Promise<unknown> };
  reload: () => Promise<void>;
  /** Opens with the dialog of a new one. */
  startsNew?: boolean;
}

export function EditedList<Thing>({ items, row, empty, add, editor, removal, reload, startsNew = false }: Props<Thing>) {
  const ui = useTranslations('ui');
  const [edited, setEdited] = useState<{ one: Thing | null } | null>(startsNew ? { one: null } : null);
  const [asked, setAsked] = useState<Thing | null>(null);
  const close = () => setEdited(null);
  const onSaved = () => {
    close();
    void reload();
  };
  const question = asked === null ? null : removal(asked);
  return (
    <>
      <Card>
        {items.length === 0 && empty}
        {items.map((one) => row(one, { edit: () => setEdited({ one }), remove: () => setAsked(one) }))}
        <div className="border-t border-hairline p-4 first:border-t-0">
          <Button onClick={() => setEdited({ one: null })}>
            <Plus size={16} aria-hidden />
            {add}
          </Button>
        </div>
      </Card>
      {edited && <Suspense fallback={null}>{editor(edited.one, { onClose: close, onSaved })}</Suspense>}
      {question && (
        <AskDialog
          question={question.question}
          consequence={question.consequence}
          action={ui('delete')}
          onClose={() => setAsked(null)}
          onAct={async () => {
            await question.act();
            await reload();
          }}
        />
      )}
    </>
  );
}
