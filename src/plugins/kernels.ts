import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Widget } from '@lumino/widgets';
import { IKernelLinks } from '../tokens';
import { hasExercises } from './courseTracker';
import type { IKernelUser } from './kernelLinks';
import { KernelLinks } from './kernelLinks';

/** Owns the links to kernels and follows the notebook or console in use. */
export const kernels: JupyterFrontEndPlugin<IKernelLinks> = {
  id: 'devicelab:kernels',
  description: 'Listens to the kernels of notebooks and consoles.',
  autoStart: true,
  provides: IKernelLinks,
  optional: [INotebookTracker, IConsoleTracker],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null
  ): IKernelLinks => {
    const links = new KernelLinks({
      isStarting: id => isStarting(app, id),
      hasCell: (kernelId, cellId) => hasCell(notebooks, kernelId, cellId),
      isOfCourse: kernelId => isOfCourse(notebooks, kernelId),
      users: () => [notebooks, consoles].flatMap(usersOf)
    });
    const follow = (widget: Widget | null) => {
      const user = kernelUser(widget, notebooks, consoles);
      if (user) {
        links.follow(user);
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
      hasExercises(panel)
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
