/** A form that is one button: what it does needs no question before it. */
import type { ReactNode } from 'react';
import { ActionForm, type FormAction } from './action-form.tsx';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import type { Fields } from './hidden-fields.tsx';

interface Props {
  action: FormAction;
  fields?: Fields;
  /** For a screen reader, when many such buttons stand on a page. */
  label?: string;
  variant?: NonNullable<ButtonProps['variant']>;
  size?: NonNullable<ButtonProps['size']>;
  disabled?: boolean;
  /** What is said stands beside the button: in a bar, where there is no room below. */
  beside?: boolean;
  children: ReactNode;
}

export function ActButton({
  action,
  fields = {},
  label,
  variant = 'secondary',
  size = 'sm',
  disabled = false,
  beside = false,
  children,
}: Props) {
  return (
    <ActionForm
      action={action}
      fields={fields}
      className={beside ? 'flex flex-wrap items-center justify-end gap-2' : 'grid justify-items-end gap-2'}
    >
      <Button type="submit" size={size} variant={variant} disabled={disabled} aria-label={label}>
        {children}
      </Button>
    </ActionForm>
  );
}
