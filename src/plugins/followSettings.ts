import type { ISettingRegistry } from '@jupyterlab/settingregistry';

/** The values of one plugin's settings, checked by JupyterLab against its schema. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * Apply a plugin's settings, now and whenever they change. Where there are none,
 * or they can't be read, the defaults hold.
 *
 * @param registry The page's settings, if it has any.
 * @param plugin Whose settings.
 * @param apply Called with the values; empty where there are none.
 */
export async function followSettings(
  registry: ISettingRegistry | null,
  plugin: string,
  apply: (values: Values) => void
): Promise<void> {
  try {
    const settings = await registry?.load(plugin);
    apply(settings?.composite ?? {});
    settings?.changed.connect(() => apply(settings.composite));
  } catch {
    apply({});
  }
}
