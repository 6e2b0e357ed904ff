import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Folds } from '../model/folds';
import { CommandIDs, NO_ARGS } from './commands';
import { panelIcon } from './icons';
import type { MainWidget } from './mainWidget';

/** What the view in the main area needs. */
export interface IMainNeeds {
  app: JupyterFrontEnd;
  trans: TranslationBundle;
  /** Puts it back after a reload; null where nothing is put back. */
  restorer: ILayoutRestorer | null;
  make: () => MainWidget;
  folds: Promise<Folds>;
}

/** The command that opens the panel in the main area: once, and the same one again. */
export function addMain(needs: IMainNeeds): void {
  const { app, trans, restorer, make, folds } = needs;
  const tracker = new WidgetTracker<MainWidget>({ namespace: 'devicelab' });
  let widget: MainWidget | null = null;
  app.commands.addCommand(CommandIDs.openMain, {
    label: trans.__('Open the Device in the Main Area'),
    caption: trans.__('A large chart, and two cells to compare'),
    icon: panelIcon,
    describedBy: NO_ARGS,
    execute: async () => {
      if (!widget || widget.isDisposed) {
        widget = make();
      }
      widget.folds = await folds;
      if (!widget.isAttached) {
        await tracker.add(widget);
        app.shell.add(widget, 'main', { mode: 'split-bottom', type: 'Device' });
      }
      app.shell.activateById(widget.id);
    }
  });
  void restorer?.restore(tracker, {
    command: CommandIDs.openMain,
    name: () => 'main'
  });
}
