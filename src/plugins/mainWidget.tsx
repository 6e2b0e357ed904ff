import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';
import type { IKernelLinks } from '../tokens';
import type { IDevicePanelProps } from '../view/devicePanel';
import { createElement } from '../view/element';
import { RunsSection } from '../view/runsSection';
import type { IPanelPage } from './panelWidget';
import { PanelWidget } from './panelWidget';

/** Of the height of the main area, what the chart takes. */
const CHART_SHARE = 0.6;
const LEAST_CHART = 200;

/** The device panel in the main area: a large chart, and the runs to compare beside it. */
export class MainWidget extends PanelWidget {
  constructor(links: IKernelLinks, trans: TranslationBundle, page: IPanelPage) {
    super(links, trans, { ...page, openMain: null });
    this.id = 'devicelab-main';
    this.addClass('dl-MainWidget');
    this.title.label = trans.__('Device');
    this.title.closable = true;
  }

  protected place(): Partial<IDevicePanelProps> {
    const share = Math.round(this.node.clientHeight * CHART_SHARE);
    const chartHeight = Math.max(LEAST_CHART, share);
    const link = this.links.current;
    return {
      isLarge: true,
      chartHeight,
      runs: link && (
        <RunsSection
          history={link.history}
          ghosts={link.ghosts}
          height={chartHeight}
          trans={this.trans}
        />
      )
    };
  }

  protected onCloseRequest(message: Message): void {
    super.onCloseRequest(message);
    this.dispose();
  }

  protected onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.update();
  }
}
