import type { INoKernel, LinkState } from './linkState';
import type { Shape } from './rules';
import type { ITranslation } from './translation';

/** The headline of a state that says nothing about the device. */
export interface IStateHeadline {
  shape: Shape;
  text: string;
}

/**
 * @param state Where the link stands.
 * @param trans The translation.
 * @returns The headline, or null where the device's own headline holds.
 */
export function stateHeadline(
  state: LinkState,
  trans: ITranslation
): IStateHeadline | null {
  switch (state.name) {
    case 'no-kernel':
      return noKernelHeadline(state.reason, trans);
    case 'connecting':
      return { shape: 'none', text: trans.__('Connecting') };
    case 'waiting':
      return { shape: 'none', text: trans.__('Waiting for a cell to end') };
    case 'probing':
      return { shape: 'none', text: trans.__('Looking at the kernel') };
    case 'not-python':
      return { shape: 'none', text: trans.__('Not a Python kernel') };
    case 'refused':
      return { shape: 'bad', text: trans.__('No readings') };
    case 'disconnected':
      return { shape: 'none', text: trans.__('Connection lost') };
    default:
      return null;
  }
}

function noKernelHeadline(
  reason: INoKernel['reason'],
  trans: ITranslation
): IStateHeadline {
  switch (reason) {
    case 'no-document':
      return { shape: 'none', text: trans.__('No notebook') };
    case 'no-session':
      return { shape: 'none', text: trans.__('No kernel') };
    case 'switched-off':
    case 'not-course':
      return { shape: 'none', text: trans.__('Switched off') };
    case 'died':
      return { shape: 'bad', text: trans.__('Kernel died') };
    case 'shut-down':
      return { shape: 'none', text: trans.__('Kernel shut down') };
  }
}
