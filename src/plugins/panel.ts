import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator } from '@jupyterlab/translation';
import type { IRun } from '../model/runs';
import type { SectionId } from '../model/folds';
import type { LessonId } from '../model/texts.generated';
import { ICourse, IKernelLinks } from '../tokens';
import { openForCourse } from './autoOpen';
import { CommandIDs, NO_ARGS } from './commands';
import { followSettings } from './followSettings';
import { keptFolds } from './keptFolds';
import { addMain } from './mainArea';
import { MainWidget } from './mainWidget';
import { panelIcon } from './icons';
import { openLesson } from './lesson';
import { applySettings } from './panelSettings';
import type { IPanelPage } from './panelWidget';
import { PanelWidget } from './panelWidget';
import { showRun } from './showCell';
import { loadTranslation } from './translation';

const PLUGIN_ID = 'devicelab:panel';

/** The device panel in the right sidebar. */
export const panel: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Shows what the device of the kernel in use is doing.',
  autoStart: true,
  requires: [IKernelLinks],
  optional: [
    ITranslator,
    ICommandPalette,
    ILayoutRestorer,
    ISettingRegistry,
    INotebookTracker,
    IStateDB,
    ICourse,
    ILabShell
  ],
  activate: (
    app: JupyterFrontEnd,
    links: IKernelLinks,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    settings: ISettingRegistry | null,
    notebooks: INotebookTracker | null,
    state: IStateDB | null,
    course: ICourse | null,
    labShell: ILabShell | null
  ): void => {
    const trans = loadTranslation(translator);
    const jump =
      notebooks &&
      ((kernelId: string, run: IRun) => showRun(app, notebooks, kernelId, run));
    // Notebook 7 has one document in its main area, and room for no other.
    const openMain = labShell
      ? () => void app.commands.execute(CommandIDs.openMain)
      : null;
    const teach = (lesson: LessonId) => void openLesson(app, notebooks, lesson);
    const { hidden, follow } = hiddenParts(settings);
    const page: IPanelPage = { course, jump, openMain, teach, hidden };
    const widget = new PanelWidget(links, trans, page);
    follow(() => widget.update());
    app.shell.add(widget, 'right', { rank: 900, type: 'Device' });
    restorer?.add(widget, widget.id);
    const folds = keptFolds(state);
    void folds.then(found => (widget.folds = found));

    const open = () => app.shell.activateById(widget.id);
    addCommands(app, links, trans, widget);
    if (labShell) {
      const make = () => new MainWidget(links, trans, page);
      addMain({ app, trans, restorer, make, folds });
    }
    for (const command of Object.values(CommandIDs).filter(
      id => id !== CommandIDs.nextExercise && app.commands.hasCommand(id)
    )) {
      palette?.addItem({ command, category: trans.__('Device') });
    }
    if (notebooks && settings) {
      void openForCourse({ app, notebooks, settings, state, open, PLUGIN_ID });
    }
  }
};

/** Which parts of the panel the settings leave away, and a way to hear of changes. */
function hiddenParts(settings: ISettingRegistry | null): {
  hidden: () => ReadonlySet<SectionId>;
  follow: (changed: () => void) => void;
} {
  let hidden: ReadonlySet<SectionId> = new Set();
  const follow = (changed: () => void) =>
    void followSettings(settings, PLUGIN_ID, values => {
      hidden = applySettings(values);
      changed();
    });
  return { hidden: () => hidden, follow };
}

function addCommands(
  app: JupyterFrontEnd,
  links: IKernelLinks,
  trans: TranslationBundle,
  widget: PanelWidget
): void {
  const open = () => app.shell.activateById(widget.id);
  app.commands.addCommand(CommandIDs.togglePanel, {
    label: trans.__('Show or Hide the Device Panel'),
    caption: trans.__('Show the device panel, or put it away'),
    describedBy: NO_ARGS,
    execute: () => (widget.isVisible ? collapse(app.shell) : open())
  });
  app.commands.addCommand(CommandIDs.openPanel, {
    label: trans.__('Show the Device Panel'),
    caption: trans.__('Show what the device of this kernel is doing'),
    icon: panelIcon,
    describedBy: NO_ARGS,
    execute: open
  });
  app.commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Ask the Kernel About Its Device Again'),
    caption: trans.__('Read the facts anew; a running cell is not disturbed'),
    describedBy: NO_ARGS,
    isEnabled: () => links.current !== null,
    execute: () => links.current?.refresh()
  });
}

/** JupyterLab and Notebook 7 can both put their right side away; other applications need not. */
function collapse(shell: JupyterFrontEnd.IShell): void {
  (shell as { collapseRight?(): void }).collapseRight?.();
}
