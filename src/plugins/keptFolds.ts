import type { IStateDB } from '@jupyterlab/statedb';
import { Folds } from '../model/folds';

const KEY = 'devicelab:panel:folds';

/**
 * @param state Where it is remembered; null remembers for this page only.
 * @returns Which parts of the panel are folded away, remembered from now on.
 */
export async function keptFolds(state: IStateDB | null): Promise<Folds> {
  const stored: unknown = await state?.fetch(KEY);
  return new Folds(stored, open => void state?.save(KEY, open));
}
