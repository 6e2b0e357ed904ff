import type { Outcome } from '../model/outcome';
import { createElement } from './element';
import type { GlyphShape } from './glyph';
import { Glyph } from './glyph';

const SHAPES: Record<Outcome, GlyphShape> = {
  passed: 'tick',
  passed_cpu: 'tick',
  failed: 'cross',
  error: 'cross',
  unattempted: 'none',
  skipped: 'dash',
  noisy: 'none',
  broken: 'cpu'
};

/** The shape of an outcome; its word stands beside it. */
export function OutcomeGlyph(props: { outcome: Outcome }): JSX.Element {
  return <Glyph shape={SHAPES[props.outcome]} />;
}
