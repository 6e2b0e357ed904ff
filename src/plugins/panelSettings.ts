import type { SectionId } from '../model/folds';
import { SECTIONS } from '../model/folds';
import { setUnits } from '../model/units';
import type { Values } from './followSettings';

/** Whatever is drawn from the panel's settings. */
interface IPanel {
  hidden: ReadonlySet<SectionId>;
}

/**
 * @param panel What shows the device.
 * @param values The settings of the panel.
 */
export function applySettings(panel: IPanel, values: Values): void {
  setUnits(values.units === 'GB' ? 'GB' : 'GiB');
  const shown = Object(values.sections) as Record<string, unknown>;
  panel.hidden = new Set(SECTIONS.filter(id => shown[id] === false));
}
