import type { IStored } from '../model/stored';
import { pack, unpack } from '../model/stored';
import type { Lives } from './lives';

const PREFIX = 'devicelab:kernel:';
/** Kernels of which something is kept. */
const MOST = 3;

/**
 * Keep what is known of a kernel in this tab, for after a reload. Where the
 * browser gives no storage, or none is left, a reload begins anew.
 *
 * @param kernelId The kernel's id.
 * @param lives What is known of it.
 */
export function keepLives(kernelId: string, lives: Lives): void {
  const text = pack(lives.history, lives.ghosts);
  try {
    const storage = window.sessionStorage;
    storage.removeItem(PREFIX + kernelId);
    if (text !== null) {
      const others = Object.keys(storage).filter(key => key.startsWith(PREFIX));
      others.slice(MOST - 1).forEach(key => storage.removeItem(key));
      storage.setItem(PREFIX + kernelId, text);
    }
  } catch {
    // A reload begins anew.
  }
}

/**
 * @param kernelId The kernel's id.
 * @returns What this tab has kept of it; null where that is nothing, or nothing of ours.
 */
export function recallLives(kernelId: string): IStored | null {
  try {
    const text = window.sessionStorage.getItem(PREFIX + kernelId);
    return text === null ? null : unpack(text);
  } catch {
    return null;
  }
}
