import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator } from '@jupyterlab/translation';
import { VERDICT_MIME } from '../model/course';
import { ICourse } from '../tokens';
import { CourseTracker } from './courseTracker';
import { loadTranslation } from './translation';
import { VerdictRenderer } from './verdictRenderer';

/** Draws verdicts in the outputs of cells, with buttons for what comes next. */
export const verdict: JupyterFrontEndPlugin<void> = {
  id: 'devicelab:verdict',
  description: 'Draws what a check concluded.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ICourse, ITranslator],
  activate: (
    _: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    course: ICourse | null,
    translator: ITranslator | null
  ): void => {
    const trans = loadTranslation(translator);
    const tracker = course instanceof CourseTracker ? course : null;
    registry.addFactory({
      // Everything is drawn as text, so a notebook need not be trusted.
      safe: true,
      mimeTypes: [VERDICT_MIME],
      // Before `text/html`, which stands beside it for other front ends.
      defaultRank: 40,
      createRenderer: () => new VerdictRenderer(tracker, trans)
    });
  }
};
