import type { SectionId } from '../model/folds';
import { SECTIONS } from '../model/folds';
import { setUnits } from '../model/units';
import type { Values } from './followSettings';

/**
 * Write all sizes as the settings of the panel say.
 *
 * @param values The settings.
 * @returns The parts that are not drawn.
 */
export function applySettings(values: Values): ReadonlySet<SectionId> {
  setUnits(values.units === 'GB' ? 'GB' : 'GiB');
  const shown = Object(values.sections) as Record<string, unknown>;
  return new Set(SECTIONS.filter(id => shown[id] === false));
}
