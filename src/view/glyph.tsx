import type { Shape } from '../model/rules';
import { createElement } from './element';

/** A shape that goes with a word; it is never the only sign of a state. */
export type GlyphShape = Shape | 'tick' | 'cross' | 'dash';

const PATHS: Record<GlyphShape, JSX.Element> = {
  ready: <circle className="dl-Glyph-fill" cx="6" cy="6" r="5.5" />,
  cpu: <path className="dl-Glyph-fill" d="M6 .8 11.6 11H.4z" />,
  none: <circle className="dl-Glyph-stroke" cx="6" cy="6" r="4.8" />,
  bad: <path className="dl-Glyph-fill" d="M6 0 12 6 6 12 0 6z" />,
  tick: <path className="dl-Glyph-stroke" d="M1.5 6.5 4.7 9.6 10.5 2.6" />,
  cross: <path className="dl-Glyph-stroke" d="M2 2 10 10M10 2 2 10" />,
  dash: <path className="dl-Glyph-stroke" d="M1.5 6h9" />
};

/** A circle, triangle, ring, diamond, tick, cross or dash, hidden from screen readers. */
export function Glyph(props: { shape: GlyphShape }): JSX.Element {
  return (
    <svg
      className="dl-Glyph"
      data-shape={props.shape}
      viewBox="0 0 12 12"
      aria-hidden="true"
      focusable="false"
    >
      {PATHS[props.shape]}
    </svg>
  );
}
