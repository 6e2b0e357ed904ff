import type { TranslationBundle } from '@jupyterlab/translation';
import type { IStatusText } from '../model/statusText';
import { statusText } from '../model/statusText';
import type { IKernelLinks } from '../tokens';
import { createElement } from '../view/element';
import { StatusItem } from '../view/statusItem';
import { LinkWidget } from './linkWidget';

/** The status-bar item: device and memory in a few words; a click shows the panel or puts it away. */
export class StatusWidget extends LinkWidget {
  constructor(
    links: IKernelLinks,
    trans: TranslationBundle,
    private readonly _toggle: () => void
  ) {
    super(links, 'status');
    this._trans = trans;
    this.addClass('dl-StatusWidget');
  }

  /** What there is to show, or null. */
  get content(): IStatusText | null {
    const link = this.links.current;
    return link
      ? statusText(
          link.state,
          link.report,
          link.history,
          Date.now(),
          this._trans
        )
      : null;
  }

  protected render(): JSX.Element | null {
    const content = this.content;
    if (!content) {
      return null;
    }
    const { text, shape, lines } = content;
    return (
      <button className="dl-StatusWidget-button" onClick={this._toggle}>
        <StatusItem text={text} shape={shape} title={lines.join('\n')} />
      </button>
    );
  }

  private readonly _trans: TranslationBundle;
}
