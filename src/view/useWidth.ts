import * as React from 'react';

/**
 * Follow the width of an element, so that a picture in it keeps its text at
 * its true size.
 *
 * @param initial The width until it is known, in pixels.
 * @returns A ref for the element, and its width.
 */
export function useWidth<T extends Element>(
  initial: number
): [React.RefObject<T>, number] {
  const ref = React.useRef<T>(null);
  const [width, setWidth] = React.useState(initial);
  React.useLayoutEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') {
      return;
    }
    const follow = (): void => {
      // A hidden panel has no width: keep the last one.
      setWidth(last => Math.floor(element.clientWidth) || last);
    };
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
