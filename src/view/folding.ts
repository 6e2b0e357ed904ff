import * as React from 'react';
import type { SectionId } from '../model/folds';
import { Folds } from '../model/folds';

/** Remembers what is folded away; without a provider that is for as long as the page lives. */
export const FoldsContext = React.createContext<Folds>(new Folds());

/** The parts that the settings leave away. */
export const HiddenContext = React.createContext<ReadonlySet<SectionId>>(
  new Set()
);

/**
 * @param id The part of the panel; null is never folded.
 * @param byDefault Whether it is open until the user says.
 * @returns Whether it is open, and a function that turns that round.
 */
export function useFold(
  id: SectionId | null,
  byDefault: boolean
): [boolean, () => void] {
  const folds = React.useContext(FoldsContext);
  const [, redraw] = React.useReducer((count: number) => count + 1, 0);
  const open = id === null || folds.isOpen(id, byDefault);
  const turn = () => {
    if (id !== null) {
      folds.set(id, !open);
      redraw();
    }
  };
  return [open, turn];
}
