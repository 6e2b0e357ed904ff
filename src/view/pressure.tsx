import * as React from 'react';
import type { IPressure } from '../model/memory';
import type { ITranslation } from '../model/translation';
import { formatBytes } from '../model/units';
import type { GlyphShape } from './glyph';
import { Glyph } from './glyph';

const SHAPES: Record<NonNullable<IPressure['word']>, GlyphShape> = {
  normal: 'tick',
  warning: 'cpu',
  critical: 'bad'
};

/** The system's own word for its memory, what it has compressed and what it has put on disk. */
export function Pressure(props: {
  pressure: IPressure;
  trans: ITranslation;
}): JSX.Element {
  const { pressure, trans } = props;
  const { word } = pressure;
  return (
    <p className="dl-Memory-pressure" data-pressure={word ?? undefined}>
      {word !== null && (
        <span className="dl-Memory-word">
          <Glyph shape={SHAPES[word]} />
          {wordText(word, trans)}
        </span>
      )}
      <span className="dl-value">{restText(pressure, trans)}</span>
    </p>
  );
}

function wordText(
  word: NonNullable<IPressure['word']>,
  trans: ITranslation
): string {
  switch (word) {
    case 'normal':
      return trans.__('Pressure normal');
    case 'warning':
      return trans.__('Pressure warning');
    case 'critical':
      return trans.__('Pressure critical');
  }
}

function restText(pressure: IPressure, trans: ITranslation): string {
  const { swap, compressed } = pressure;
  const parts = [
    compressed === null
      ? null
      : trans.__('%1 compressed', formatBytes(compressed)),
    swap === null ? null : trans.__('swap %1', formatBytes(swap))
  ];
  return parts.filter(part => part !== null).join(' · ');
}
