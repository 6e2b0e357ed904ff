import type { IReport, ISample } from './protocol.generated';
import { deviceVerdict } from './deviceVerdict';
import type { LinkState } from './linkState';
import { stateHeadline } from './headlines';
import { headlineText } from './texts.generated';
import type { ITranslation } from './translation';

/**
 * What a screen reader is told when it changes. It holds no number, and cells
 * that begin and end do not change it.
 *
 * @param state Where the link stands.
 * @param report The facts, or null before they came.
 * @param sample The newest reading.
 * @param trans The translation.
 * @returns One sentence.
 */
export function spokenText(
  state: LinkState,
  report: IReport | null,
  sample: ISample | null,
  trans: ITranslation
): string {
  const headline = stateHeadline(state, trans);
  if (headline) {
    return trans.__('Device panel: %1', headline.text);
  }
  const device = headlineText(deviceVerdict(report, sample).headline, trans);
  return state.name === 'quiet'
    ? trans.__('Device panel: %1, no reading for now', device)
    : trans.__('Device panel: %1', device);
}
