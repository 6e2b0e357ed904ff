import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';

/** What opening by itself needs. */
export interface IAutoOpen {
  app: JupyterFrontEnd;
  notebooks: INotebookTracker;
  settings: ISettingRegistry;
  /** Where it is remembered; null remembers for this page only. */
  state: IStateDB | null;
  open: () => void;
  PLUGIN_ID: string;
}

/** Notebooks that are remembered; the oldest are forgotten. */
const MAX_REMEMBERED = 50;

/**
 * Open the panel once for each notebook of the course, unless the setting
 * `autoOpen` says no. Whoever closes it then keeps it closed.
 */
export async function openForCourse(needs: IAutoOpen): Promise<void> {
  const { app, notebooks, settings, PLUGIN_ID } = needs;
  const [loaded] = await Promise.all([settings.load(PLUGIN_ID), app.restored]);
  // Servers of one user share what is remembered, each with a folder of its own.
  const root = PageConfig.getOption('serverRoot');
  const memory = new OpenedBefore(needs.state, `${PLUGIN_ID}:opened`);
  const consider = async (panel: NotebookPanel | null) => {
    if (!panel || loaded.get('autoOpen').composite === false) {
      return;
    }
    await panel.context.ready;
    const isCurrent = notebooks.currentWidget === panel;
    if (
      isCurrent &&
      isOfCourse(panel) &&
      (await memory.isNew(`${root}/${panel.context.path}`))
    ) {
      needs.open();
    }
  };
  notebooks.currentChanged.connect((_, panel) => void consider(panel));
  await consider(notebooks.currentWidget);
}

/** The notebook's metadata names a module of the course. */
export function isOfCourse(panel: NotebookPanel): boolean {
  const mark: unknown = panel.content.model?.getMetadata('devicelab');
  return (
    typeof mark === 'object' &&
    mark !== null &&
    typeof (mark as Record<string, unknown>).module === 'string'
  );
}

/** For which notebooks the panel has opened by itself before. */
class OpenedBefore {
  constructor(
    private readonly _state: IStateDB | null,
    private readonly _key: string
  ) {}

  /** True the first time that it is asked of `path`. */
  async isNew(path: string): Promise<boolean> {
    const stored: unknown = await this._state?.fetch(this._key);
    const known = Array.isArray(stored) ? stored.map(String) : this._known;
    if (known.includes(path) || this._known.includes(path)) {
      return false;
    }
    this._known = [...known, path].slice(-MAX_REMEMBERED);
    await this._state?.save(this._key, this._known);
    return true;
  }

  private _known: string[] = [];
}
