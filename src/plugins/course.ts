import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator } from '@jupyterlab/translation';
import { nextItem } from '../model/course';
import { ICourse, IKernelLinks } from '../tokens';
import { CommandIDs, NO_ARGS } from './commands';
import { CourseTracker } from './courseTracker';
import { loadTranslation } from './translation';

/** Knows the exercises of the notebook in use, and goes to the next. */
export const course: JupyterFrontEndPlugin<ICourse> = {
  id: 'devicelab:course',
  description: 'Lists the exercises of a notebook and how they stand.',
  autoStart: true,
  provides: ICourse,
  requires: [INotebookTracker],
  optional: [ITranslator, ICommandPalette, IKernelLinks],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    links: IKernelLinks | null
  ): ICourse => {
    const trans = loadTranslation(translator);
    const tracker = new CourseTracker(notebooks, links);
    const next = () => nextItem(tracker.items);
    app.commands.addCommand(CommandIDs.nextExercise, {
      label: trans.__('Go to the Next Exercise'),
      caption: trans.__('The first of this notebook that is not done'),
      describedBy: NO_ARGS,
      isEnabled: () => next() !== null,
      execute: async () => {
        const item = next();
        await (item && tracker.jump(item));
      }
    });
    tracker.changed.connect(() =>
      app.commands.notifyCommandChanged(CommandIDs.nextExercise)
    );
    palette?.addItem({
      command: CommandIDs.nextExercise,
      category: trans.__('Device')
    });
    return tracker;
  }
};
