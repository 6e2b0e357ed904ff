import type { IGhost, IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';

/** What tells a run from the others: after a restart the numbers of cells begin anew. */
export function runName(run: IRun | IGhost, trans: ITranslation): string {
  return 'segments' in run
    ? trans.__('%1 before the restart', run.label)
    : run.label;
}
