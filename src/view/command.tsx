import type { ICommand } from '../model/rules';
import type { ITranslation } from '../model/translation';
import type { Copy } from './copyButton';
import { CopyButton } from './copyButton';
import { createElement } from './element';

/** Lines to copy, and where they belong. */
export function Command(props: {
  command: ICommand;
  trans: ITranslation;
  onCopy?: Copy;
}): JSX.Element {
  const { command, trans, onCopy } = props;
  const text = command.lines.join('\n');
  const place =
    command.place === 'cell'
      ? trans.__('in a cell')
      : trans.__('in a terminal');
  return (
    <div className="dl-Command">
      <pre className="dl-Command-lines" tabIndex={0} aria-label={place}>
        {text}
      </pre>
      <div className="dl-Command-foot">
        {onCopy && (
          <CopyButton
            text={text}
            label={trans._n(
              'Copy command',
              'Copy commands',
              command.lines.length
            )}
            trans={trans}
            onCopy={onCopy}
          />
        )}
        <span className="dl-Command-place">{place}</span>
      </div>
    </div>
  );
}
