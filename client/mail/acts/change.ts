/** What people do with emails: the model first, then the server; a refusal puts it back and says why; `z` undoes the last. */
import { showActivity } from '../activity.ts';
import { mail } from '../mail-store.ts';
import { enqueue } from '../device/outbox.ts';
import { apply, reverse, type Patch, type Patches } from './patch.ts';
import { reloadShown } from '../list/reload-list.ts';
import type { ListEmail } from '../types.ts';

/** Applies a patch to each email. With a text there is a toast, and a way back. */
export async function change(emailIds: string[], patchOf: (email: ListEmail) => Patch, text: string | null): Promise<void> {
  const before = emailIds.map((id) => mail().emails.get(id)).filter((email) => email !== undefined);
  const patches: Patches = {};
  const back: Patches = {};
  for (const email of before) {
    const patch = patchOf(email);
    if (Object.keys(patch).length === 0) continue;
    patches[email.id] = patch;
    back[email.id] = reverse(patch, email);
  }
  if (Object.keys(patches).length === 0) return;
  if (text) {
    showActivity(text, async () => {
      apply(back);
      await enqueue({ kind: 'patch', patches: back }, patches);
      await reloadShown();
    });
  }
  apply(patches);
  await enqueue({ kind: 'patch', patches }, back);
}
