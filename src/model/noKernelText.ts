import type { INoKernel } from './linkState';
import type { INotice } from './notice';
import { notice } from './notice';
import type { ITranslation } from './translation';

/**
 * @param reason Why there is no kernel.
 * @param hasSamples Readings of it are still in sight.
 * @param trans The translation.
 */
export function noKernelNotice(
  reason: INoKernel['reason'],
  hasSamples: boolean,
  trans: ITranslation
): INotice {
  switch (reason) {
    case 'no-document':
      return notice(
        trans.__('No notebook or console is open.'),
        trans.__('The panel follows the one you work in.'),
        trans.__('Open a notebook to see its device.')
      );
    case 'no-session':
      return notice(
        trans.__('This notebook has no kernel.'),
        trans.__(
          'The device belongs to the kernel, so there is nothing to read.'
        ),
        trans.__('Choose a kernel from the Kernel menu.')
      );
    case 'switched-off':
    case 'not-course':
      return switchedOffNotice(reason, trans);
    case 'died':
      return notice(
        trans.__('The kernel died.'),
        hasSamples
          ? trans.__(
              'Its last minute is kept below: memory that climbs to the end may have run out.'
            )
          : trans.__(
              'It left no readings, so the panel can’t say what memory did.'
            ),
        trans.__('Restart it from the Kernel menu.')
      );
    case 'shut-down':
      return notice(
        trans.__('The kernel was shut down.'),
        trans.__('Its memory went back to the machine.'),
        trans.__('Run a cell or choose a kernel to start again.')
      );
  }
}

function switchedOffNotice(
  reason: 'switched-off' | 'not-course',
  trans: ITranslation
): INotice {
  return notice(
    reason === 'switched-off'
      ? trans.__('The settings say: look at no kernel.')
      : trans.__('The settings say: look at kernels of the course only.'),
    trans.__('Nothing is sent to this kernel, and nothing runs in it.'),
    trans.__(
      'Change “When to look at a kernel” in the settings of Device Kernels.'
    )
  );
}
