import type { ISample } from './protocol.generated';
import type { LinkState } from './linkState';
import type { ITranslation } from './translation';
import { formatAge, formatSeconds } from './units';

/**
 * @param state Where the link stands.
 * @param sample The newest reading.
 * @param trans The translation.
 * @returns What the panel is doing just now.
 */
export function activityText(
  state: LinkState,
  sample: ISample | null,
  trans: ITranslation
): string {
  switch (state.name) {
    case 'live':
    case 'awaiting-input':
    case 'debugging':
      return rateText(sample, trans);
    case 'idle':
      return trans.__('idle');
    case 'disconnected':
      return trans.__('not connected');
    case 'no-kernel':
      return trans.__('no kernel');
    case 'not-python':
    case 'refused':
      return trans.__('not reading');
    default:
      return trans.__('waiting');
  }
}

/**
 * @param sample The newest reading.
 * @param trans The translation.
 * @returns What reading costs the kernel, or null when that is not known.
 */
export function costText(
  sample: ISample | null,
  trans: ITranslation
): string | null {
  if (!sample || sample.cost_us === null) {
    return null;
  }
  // It reads twice a second, unless reading takes long there, however often it tells.
  const reading = 0.5 * sample.slowdown;
  const percent = (sample.cost_us / 1e6 / reading) * 100;
  return percent < 0.01
    ? trans.__('costs < 0.01 % of a core')
    : trans.__('costs %1 % of a core', percent.toFixed(2));
}

/**
 * @param receivedAtMs When the newest sample came.
 * @param now Milliseconds since 1970.
 * @param trans The translation.
 * @returns How old the newest reading is, or null when there is none.
 */
export function ageText(
  receivedAtMs: number | null,
  now: number,
  trans: ITranslation
): string | null {
  if (receivedAtMs === null) {
    return null;
  }
  return now - receivedAtMs < 2000
    ? trans.__('read just now')
    : trans.__('read %1 ago', formatAge(now - receivedAtMs));
}

function rateText(sample: ISample | null, trans: ITranslation): string {
  const period = sample?.period ?? null;
  if (period === null) {
    return trans.__('live');
  }
  if (sample && sample.slowdown > 1) {
    return trans.__(
      'live, every %1: reading takes long here',
      formatSeconds(period)
    );
  }
  if (period === 0.5) {
    return trans.__('live, twice a second');
  }
  return period === 1
    ? trans.__('live, once a second')
    : trans.__('live, every %1', formatSeconds(period));
}
