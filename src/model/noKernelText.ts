import type { INoKernel } from './linkState';
import type { INotice } from './notice';
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
      return {
        what: trans.__('No notebook or console is open.'),
        why: trans.__('The panel follows the one you work in.'),
        act: trans.__('Open a notebook to see its device.'),
        detail: null
      };
    case 'no-session':
      return {
        what: trans.__('This notebook has no kernel.'),
        why: trans.__(
          'The device belongs to the kernel, so there is nothing to read.'
        ),
        act: trans.__('Choose a kernel from the Kernel menu.'),
        detail: null
      };
    case 'switched-off':
    case 'not-course':
      return switchedOffNotice(reason, trans);
    case 'died':
      return {
        what: trans.__('The kernel died.'),
        why: hasSamples
          ? trans.__(
              'Its last minute is kept below: memory that climbs to the end may have run out.'
            )
          : trans.__(
              'It left no readings, so the panel can’t say what memory did.'
            ),
        act: trans.__('Restart it from the Kernel menu.'),
        detail: null
      };
    case 'shut-down':
      return {
        what: trans.__('The kernel was shut down.'),
        why: trans.__('Its memory went back to the machine.'),
        act: trans.__('Run a cell or choose a kernel to start again.'),
        detail: null
      };
  }
}

function switchedOffNotice(
  reason: 'switched-off' | 'not-course',
  trans: ITranslation
): INotice {
  return {
    what:
      reason === 'switched-off'
        ? trans.__('The settings say: look at no kernel.')
        : trans.__('The settings say: look at kernels of the course only.'),
    why: trans.__('Nothing is sent to this kernel, and nothing runs in it.'),
    act: trans.__(
      'Change “When to look at a kernel” in the settings of Device Kernels.'
    ),
    detail: null
  };
}
