/** Settings/get and Settings/set: the one object "singleton", whose properties are those of lib/settings/account-settings.ts. */
import { capability } from '#lib/jmap/capabilities.ts';
import { defaultSettings, readSettings, type AccountSettings } from '#lib/settings/account-settings.ts';
import { getAccount, updateAccount } from '#server/store/index.ts';
import { invalidProperties } from '../errors.ts';
import { method } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { getMethod } from '../standard/get.ts';
import { SetRun, taken } from '../standard/set.ts';

const id = 'singleton';
const names = Object.keys(defaultSettings) as (keyof AccountSettings)[];

export const settingsGet = getMethod({
  name: 'Settings/get',
  capability: capability.settings,
  properties: ['id', ...names],
  read: async ({ accountId }) => [{ id, ...readSettings((await getAccount(accountId))?.settings ?? {}) }],
});

export const settingsSet = method({
  name: 'Settings/set',
  capability: capability.settings,
  args: setArguments,
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    await run.singleton(args, async (patch) => {
      const wanted = checked(patch);
      await run.alone(async () => taken(await updateAccount(context.accountId, { settings: { ...wanted } })));
    });
    return run.response();
  },
});

/** Null puts a setting back to its default. */
function checked(patch: Record<string, unknown>): Partial<AccountSettings> {
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(patch))
    if (name !== 'id') settings[name] = value ?? defaultSettings[name as keyof AccountSettings];
  const understood = readSettings(settings);
  const wrong = Object.keys(settings).filter((name) => understood[name as keyof AccountSettings] !== settings[name]);
  if (wrong.length > 0) throw invalidProperties(wrong, 'There is no such setting, or it cannot have this value.');
  return settings;
}
