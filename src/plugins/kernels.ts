import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Widget } from '@lumino/widgets';
import { IKernelLinks } from '../tokens';
import { isOfCourse as isMarked } from './autoOpen';
import { hasExercises } from './courseTracker';
import { followSettings } from './followSettings';
import type { Attach, IKernelUser } from './kernelLinks';
import { KernelLinks } from './kernelLinks';

const PLUGIN_ID = 'devicelab:kernels';
/** How many times slower `calm` is. */
const CALM = 4;

/** Owns the links to kernels and follows the notebook or console in use. */
export const kernels: JupyterFrontEndPlugin<IKernelLinks> = {
  id: PLUGIN_ID,
  description: 'Listens to the kernels of notebooks and consoles.',
  autoStart: true,
  provides: IKernelLinks,
  optional: [INotebookTracker, IConsoleTracker, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    settings: ISettingRegistry | null
  ): IKernelLinks => {
    const links = new KernelLinks({
      isStarting: id => isStarting(app, id),
      hasCell: (kernelId, cellId) => hasCell(notebooks, kernelId, cellId),
      isOfCourse: kernelId => isOfCourse(notebooks, kernelId),
      users: () => [notebooks, consoles].flatMap(usersOf)
    });
    void followSettings(settings, PLUGIN_ID, ({ attach, rate }) =>
      links.set(isAttach(attach) ? attach : 'shown', rate === 'calm' ? CALM : 1)
    );
    const follow = (widget: Widget | null) => {
      const user = kernelUser(widget, notebooks, consoles);
      if (user) {
        links.follow(user);
        // Whether it is of the course is in the file, which may still be on its way.
        void notebooks
          ?.find(notebook => notebook === user)
          ?.context.ready.then(() => links.reconsider());
      }
    };
    // Trackers tell of a new widget of their kind; only the shell tells of
    // going back from a console to the notebook beside it.
    notebooks?.currentChanged.connect((_, widget) => follow(widget));
    consoles?.currentChanged.connect((_, widget) => follow(widget));
    app.shell.currentChanged?.connect((_, args) => follow(args.newValue));
    // In Notebook 7 the document may be there before we are.
    follow(app.shell.currentWidget ?? notebooks?.currentWidget ?? null);
    return links;
  }
};

function usersOf(
  tracker: INotebookTracker | IConsoleTracker | null
): IKernelUser[] {
  const users: IKernelUser[] = [];
  tracker?.forEach(user => users.push(user));
  return users;
}

function isAttach(value: unknown): value is Attach {
  return ['shown', 'panel', 'course', 'never'].includes(value as string);
}

function hasCell(
  notebooks: INotebookTracker | null,
  kernelId: string,
  cellId: string
): boolean {
  const found = notebooks?.find(
    ({ sessionContext, content }) =>
      sessionContext.session?.kernel?.id === kernelId &&
      content.widgets.some(cell => cell.model.id === cellId)
  );
  return found !== undefined;
}

function isOfCourse(
  notebooks: INotebookTracker | null,
  kernelId: string
): boolean {
  const found = notebooks?.find(
    panel =>
      panel.sessionContext.session?.kernel?.id === kernelId &&
      (hasExercises(panel) || isMarked(panel))
  );
  return found !== undefined;
}

/** A Python kernel that was only starting when its session was made or found. */
function isStarting(app: JupyterFrontEnd, kernelId: string): boolean {
  const { sessions, kernelspecs } = app.serviceManager;
  const { kernel } =
    [...sessions.running()].find(s => s.kernel?.id === kernelId) ?? {};
  const spec = kernelspecs.specs?.kernelspecs[kernel?.name ?? ''];
  return kernel?.execution_state === 'starting' && spec?.language === 'python';
}

function kernelUser(
  widget: Widget | null,
  notebooks: INotebookTracker | null,
  consoles: IConsoleTracker | null
): IKernelUser | null {
  const candidates = [notebooks, consoles].map(
    tracker => tracker?.find(candidate => candidate === widget) ?? null
  );
  return candidates.find(candidate => candidate !== null) ?? null;
}
