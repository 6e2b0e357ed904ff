import type { Shape } from '../model/rules';
import { createElement } from './element';
import { Glyph } from './glyph';

/** What the status-bar item shows. */
export interface IStatusItemProps {
  /** At most 22 characters. */
  text: string;
  shape: Shape;
  /** The tooltip; its lines are parted by line ends. */
  title: string;
}

/** Content of the status-bar item: a shape and a few words. */
export function StatusItem(props: IStatusItemProps): JSX.Element {
  return (
    <span className="dl-StatusItem" title={props.title}>
      <Glyph shape={props.shape} />
      <span className="dl-StatusItem-text">{props.text}</span>
    </span>
  );
}
