import { sendAway } from './bootstrap';
import type { KernelLink } from './kernelLink';

/**
 * Leave a link's kernel without a trace: at once, or when its cell has ended. A
 * kernel that has told nothing yet has nothing of ours to forget, and is sent
 * nothing; one whose answer is under way is told when that has come.
 *
 * @param link It is disposed of in the end.
 */
export function leave(link: KernelLink): void {
  const kernel = link.connection;
  link.setWatched(false);
  const isUntouched = !link.report && link.state.name !== 'probing';
  if (isUntouched || kernel.isDisposed) {
    link.dispose();
    return;
  }
  const goIfFree = () => {
    if (link.isFree && !link.isDisposed) {
      link.dispose();
      void sendAway(kernel);
    }
  };
  kernel.disposed.connect(link.dispose, link);
  link.changed.connect(goIfFree);
  goIfFree();
}
