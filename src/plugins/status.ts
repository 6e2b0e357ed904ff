import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { IKernelLinks } from '../tokens';
import { CommandIDs } from './commands';
import { followSettings } from './followSettings';
import { StatusWidget } from './statusWidget';
import { loadTranslation } from './translation';

const PLUGIN_ID = 'devicelab:status';

/** Device and memory in the status bar; absent where there is no status bar. */
export const status: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Shows the device and its memory in the status bar.',
  autoStart: true,
  requires: [IKernelLinks],
  optional: [IStatusBar, ITranslator, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    links: IKernelLinks,
    bar: IStatusBar | null,
    translator: ITranslator | null,
    settings: ISettingRegistry | null
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
    let isShown = false;
    const shownChanged = new Signal<IStatusBar, void>(bar);
    bar.registerStatusItem(PLUGIN_ID, {
      item,
      isActive: () => isShown,
      activeStateChanged: shownChanged,
      align: 'left',
      rank: 90
    });
    void followSettings(settings, PLUGIN_ID, ({ show }) => {
      isShown = show !== false;
      shownChanged.emit();
    });
  }
};
