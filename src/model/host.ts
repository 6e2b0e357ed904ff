import type { ISample } from './protocol.generated';
import { samplesBetween } from './timeline';

/** What was read beside the kernel: pressure, swap, use of the GPU. */
export type Host = NonNullable<ISample['host']>;

/** A process that uses the GPU beside this kernel. */
export type OtherUser = NonNullable<Host['gpu_others']>[number];

/** The helper tells every two seconds; an older reading is not of now. */
const SECONDS = 60;
const MOST_USERS = 5;
/** Bytes a minute that are worth a word. */
const WORTH = 2 ** 20;

/**
 * @param samples Samples of one epoch, oldest first.
 * @returns The newest reading that is no older than a minute before the last sample; null where there is none.
 */
export function latestHost(samples: readonly ISample[]): Host | null {
  const last = samples[samples.length - 1];
  for (let i = samples.length - 1; i >= 0; i--) {
    if (last.t_mono - samples[i].t_mono > SECONDS) {
      return null;
    }
    if (samples[i].host) {
      return samples[i].host;
    }
  }
  return null;
}

/**
 * @param samples Samples of one epoch, oldest first.
 * @returns How swap has changed over the last minute, in bytes a minute; null where it was not read twice, or stood nearly still.
 */
export function swapRate(samples: readonly ISample[]): number | null {
  const to = samples[samples.length - 1].t_mono;
  const read = samplesBetween(samples, to - SECONDS, to).filter(
    ({ t_mono: t, host }) =>
      to - t <= SECONDS && typeof host?.swap_used === 'number'
  );
  const [first, newest] = [read[0], read[read.length - 1]];
  const seconds = newest ? newest.t_mono - first.t_mono : 0;
  const change = (newest?.host?.swap_used ?? 0) - (first?.host?.swap_used ?? 0);
  const rate = seconds > 0 ? (change / seconds) * 60 : 0;
  return Math.abs(rate) < WORTH ? null : rate;
}

/**
 * @param host A reading.
 * @returns Up to five, the one that uses the GPU most first where shares are known.
 */
export function otherUsers(host: Host): OtherUser[] {
  return [...(host.gpu_others ?? [])]
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0))
    .slice(0, MOST_USERS);
}
