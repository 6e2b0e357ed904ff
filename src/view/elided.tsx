import { createElement } from './element';

/**
 * A name that somebody else has given: on one line, cut where the line ends,
 * whole when hovered, and apart from the words around it whichever way it runs.
 */
export function Elided(props: {
  text: string;
  className?: string;
}): JSX.Element {
  return (
    <bdi
      className={`dl-Elided ${props.className ?? ''}`.trim()}
      title={props.text}
    >
      {props.text}
    </bdi>
  );
}
