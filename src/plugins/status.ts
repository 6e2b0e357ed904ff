import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import { IKernelLinks } from '../tokens';
import { CommandIDs } from './commands';
import { StatusWidget } from './statusWidget';
import { loadTranslation } from './translation';

/** Device and memory in the status bar; absent where there is no status bar. */
export const status: JupyterFrontEndPlugin<void> = {
  id: 'devicelab:status',
  description: 'Shows the device and its memory in the status bar.',
  autoStart: true,
  requires: [IKernelLinks],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    links: IKernelLinks,
    bar: IStatusBar | null,
    translator: ITranslator | null
  ): void => {
    if (!bar) {
      return;
    }
    const toggle = () => {
      // The panel is a plugin of its own, which may be disabled.
      if (app.commands.hasCommand(CommandIDs.togglePanel)) {
        void app.commands.execute(CommandIDs.togglePanel);
      }
    };
    const item = new StatusWidget(links, loadTranslation(translator), toggle);
    bar.registerStatusItem('devicelab:status', {
      item,
      align: 'left',
      rank: 90
    });
  }
};
