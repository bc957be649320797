/** Where a password is chosen: browsers offer one, and mark those that are too short. */
import type { ComponentProps } from 'react';
import { TextField } from './text-field.tsx';

export function NewPasswordField({ name = 'password', ...field }: ComponentProps<typeof TextField>) {
  return <TextField name={name} type="password" required minLength={8} autoComplete="new-password" {...field} />;
}
