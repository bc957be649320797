/** At the end of a page: what it is about can be removed. */
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import type { FormAction } from '#components/ui/form/action-form.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import type { Fields } from '#components/ui/form/hidden-fields.tsx';

interface Props {
  name: string;
  /** What goes with it: said here, and again when it is asked for. */
  consequence: string;
  question: string;
  action: FormAction;
  fields: Fields;
}

export function RemovalCard({ name, consequence, ...form }: Props) {
  return (
    <Section>
      <Card>
        <SettingRow title={name} about={consequence}>
          <ConfirmForm name={name} consequence={consequence} {...form} />
        </SettingRow>
      </Card>
    </Section>
  );
}
