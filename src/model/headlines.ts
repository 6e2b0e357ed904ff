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
  const key = state.name === 'no-kernel' ? state.reason : state.name;
  const text = headlines(trans)[key];
  const shape = key === 'refused' || key === 'died' ? 'bad' : 'none';
  return text === undefined ? null : { shape, text };
}

type Headlines = Partial<
  Record<LinkState['name'] | INoKernel['reason'], string>
>;

const headlines = (trans: ITranslation): Headlines => ({
  connecting: trans.__('Connecting'),
  waiting: trans.__('Waiting for a cell to end'),
  probing: trans.__('Looking at the kernel'),
  'not-python': trans.__('Not a Python kernel'),
  refused: trans.__('No readings'),
  disconnected: trans.__('Connection lost'),
  'no-document': trans.__('No notebook'),
  'no-session': trans.__('No kernel'),
  'switched-off': trans.__('Switched off'),
  'not-course': trans.__('Switched off'),
  died: trans.__('Kernel died'),
  'shut-down': trans.__('Kernel shut down')
});
