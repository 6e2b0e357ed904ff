import type { IPressure } from '../model/memory';
import type { ITranslation } from '../model/translation';
import { formatBytes, formatChange } from '../model/units';
import { createElement } from './element';
import type { GlyphShape } from './glyph';
import { Glyph } from './glyph';
import { Term } from './term';

const SHAPES: Record<NonNullable<IPressure['word']>, GlyphShape> = {
  normal: 'tick',
  warning: 'cpu',
  critical: 'bad'
};

/** The system's own word for its memory, what it has compressed and what it has put on disk. */
export function Pressure(props: {
  pressure: IPressure;
  /** How swap changes, in bytes a minute; null where that is not known, or not at all. */
  swapping: number | null;
  trans: ITranslation;
}): JSX.Element {
  const { pressure, trans } = props;
  const { word } = pressure;
  return (
    <p className="dl-Memory-pressure" data-pressure={word ?? undefined}>
      {word !== null && (
        <span className="dl-Memory-word">
          <Glyph shape={SHAPES[word]} />
          <Term figure="pressure" trans={trans}>
            {wordText(word, trans)}
          </Term>
        </span>
      )}
      <Rest {...props} />
    </p>
  );
}

function wordText(
  word: NonNullable<IPressure['word']>,
  trans: ITranslation
): string {
  const texts: Record<NonNullable<IPressure['word']>, string> = {
    normal: trans.__('Pressure normal'),
    warning: trans.__('Pressure warning'),
    critical: trans.__('Pressure critical')
  };
  return texts[word];
}

function Rest(props: {
  pressure: IPressure;
  swapping: number | null;
  trans: ITranslation;
}): JSX.Element {
  const { pressure, swapping, trans } = props;
  const { swap, compressed } = pressure;
  return (
    <span className="dl-value">
      {compressed !== null && (
        <Term figure="compressed" trans={trans}>
          {trans.__('%1 compressed', formatBytes(compressed))}
        </Term>
      )}
      {compressed !== null && swap !== null && ' · '}
      {swap !== null && (
        <Term figure="swap" trans={trans}>
          {trans.__('swap %1', formatBytes(swap))}
        </Term>
      )}
      {swapping !== null &&
        ` (${trans.__('%1 a minute', formatChange(swapping))})`}
    </span>
  );
}
