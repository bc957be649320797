/** The fields that making and editing an account share. */
import { TextField } from '#components/ui/text-field.tsx';

export function AccountFields({ display = '', quota = '', isAdmin = false }: { display?: string; quota?: string; isAdmin?: boolean }) {
  return (
    <>
      <TextField label="Name" name="display" defaultValue={display} autoComplete="off" />
      <TextField
        label="Storage limit"
        name="quota"
        defaultValue={quota}
        placeholder="No limit"
        hint="Such as 5 GB. Empty for no limit."
        autoComplete="off"
      />
      <label className="flex min-h-6 items-center gap-2.5">
        <input type="checkbox" name="isAdmin" defaultChecked={isAdmin} className="size-4.5 accent-accent" />
        Administrator of this server
      </label>
    </>
  );
}
