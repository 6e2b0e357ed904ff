import type { ITrust } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import type { Copy } from './copyButton';
import { CopyButton } from './copyButton';
import { createElement } from './element';
import type { GlyphShape } from './glyph';
import { Glyph } from './glyph';
import { Prose } from './prose';

const SHAPES: Record<ITrust['status'], GlyphShape> = {
  agrees: 'tick',
  differs: 'cross',
  not_run: 'none',
  nothing: 'none'
};

/** What comparing the device with the CPU gave, with a text for an issue where they differ. */
export function TrustResult(props: {
  trust: ITrust;
  trans: ITranslation;
  onCopy?: Copy;
}): JSX.Element {
  const { trust, trans, onCopy } = props;
  return (
    <div className="dl-Trust" data-status={trust.status}>
      <p className="dl-Trust-line">
        <Glyph shape={SHAPES[trust.status]} />
        <strong>
          <Prose text={trust.headline} />
        </strong>
      </p>
      {trust.remarks.map((remark, i) => (
        <p key={i}>
          <Prose text={remark} />
        </p>
      ))}
      {trust.issue !== null && onCopy && (
        <CopyButton
          text={trust.issue}
          label={trans.__('Copy a text for an issue')}
          trans={trans}
          onCopy={onCopy}
        />
      )}
    </div>
  );
}
