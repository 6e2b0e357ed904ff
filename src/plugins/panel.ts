import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator } from '@jupyterlab/translation';
import { ICourse, IKernelLinks } from '../tokens';
import { openForCourse } from './autoOpen';
import { CommandIDs } from './commands';
import { followSettings } from './followSettings';
import { panelIcon } from './icons';
import { openLesson } from './lesson';
import { applySettings } from './panelSettings';
import { PanelWidget } from './panelWidget';
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
    ICourse
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
    course: ICourse | null
  ): void => {
    const trans = loadTranslation(translator);
    const widget = new PanelWidget(links, trans, course);
    app.shell.add(widget, 'right', { rank: 900, type: 'Device' });
    restorer?.add(widget, widget.id);

    const open = () => app.shell.activateById(widget.id);
    addCommands(app, links, trans, open);
    for (const command of [CommandIDs.openPanel, CommandIDs.refresh]) {
      palette?.addItem({ command, category: trans.__('Device') });
    }
    widget.teach = lesson => void openLesson(app, notebooks, lesson);
    void followSettings(settings, PLUGIN_ID, values =>
      applySettings(widget, values)
    );
    if (notebooks && settings) {
      void openForCourse({ app, notebooks, settings, state, open, PLUGIN_ID });
    }
  }
};

function addCommands(
  app: JupyterFrontEnd,
  links: IKernelLinks,
  trans: TranslationBundle,
  open: () => void
): void {
  const describedBy = { args: { type: 'object', properties: {} } };
  app.commands.addCommand(CommandIDs.openPanel, {
    label: trans.__('Show the Device Panel'),
    caption: trans.__('Show what the device of this kernel is doing'),
    icon: panelIcon,
    describedBy,
    execute: open
  });
  app.commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Ask the Kernel About Its Device Again'),
    caption: trans.__('Read the facts anew; a running cell is not disturbed'),
    describedBy,
    isEnabled: () => links.current !== null,
    execute: () => links.current?.refresh()
  });
}
