import type * as React from 'react';
import { createElement } from './element';

/**
 * A button that asks the kernel. While that can't be it stays reachable by
 * keyboard, so that the reason below it is read out.
 */
export function ActionButton(props: {
  free: boolean;
  /** The id of the text that says why it waits. */
  reason: string;
  onClick: () => Promise<void>;
  children: React.ReactNode;
}): JSX.Element {
  const { free, reason, onClick, children } = props;
  return (
    <button
      type="button"
      className="dl-Button"
      aria-disabled={!free}
      aria-describedby={free ? undefined : reason}
      onClick={() => {
        if (free) {
          void onClick();
        }
      }}
    >
      {children}
    </button>
  );
}
