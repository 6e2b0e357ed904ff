import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig, PathExt, URLExt } from '@jupyterlab/coreutils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { LessonId } from '../model/texts.generated';

/** Where the page about the panel lies in the extension's own folder. */
const PAGE = 'devicelab/docs/panel.html';

/**
 * Open the module's notebook where the learner has it: beside the notebook in
 * use or at the top. Elsewhere the page about the panel opens, in a tab of its own.
 *
 * @param app The application.
 * @param notebooks The notebooks, if there are any.
 * @param lesson Such as `m5`.
 */
export async function openLesson(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker | null,
  lesson: LessonId
): Promise<void> {
  const name = `module${lesson.slice(1)}.ipynb`;
  const here = PathExt.dirname(notebooks?.currentWidget?.context.path ?? '');
  for (const folder of new Set([here, ''])) {
    const path = PathExt.join(folder, name);
    if (await isThere(app, path)) {
      await app.commands.execute('docmanager:open', { path });
      return;
    }
  }
  const url = URLExt.join(PageConfig.getOption('fullLabextensionsUrl'), PAGE);
  window.open(url, '_blank', 'noopener');
}

async function isThere(app: JupyterFrontEnd, path: string): Promise<boolean> {
  try {
    await app.serviceManager.contents.get(path, { content: false });
    return true;
  } catch {
    return false;
  }
}
