import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Folds } from '../model/folds';
import { History } from '../model/history';
import type { SectionId } from '../model/folds';
import type { IRun } from '../model/runs';
import type { ICourse, IKernelLinks } from '../tokens';
import { CourseSection } from '../view/courseSection';
import type { IDevicePanelProps } from '../view/devicePanel';
import { DevicePanel } from '../view/devicePanel';
import { createElement } from '../view/element';
import { FoldsContext, HiddenContext } from '../view/folding';
import type { Teach } from '../view/term';
import { Teaching } from '../view/term';
import { download } from './download';
import { panelIcon } from './icons';
import { LinkWidget } from './linkWidget';

const NOTHING = new History();

/** What of the page the panel is given; each may be missing. */
export interface IPanelPage {
  course: ICourse | null;
  /** Bring the cell of a run of a kernel into sight; whether it was found. */
  jump: ((kernelId: string, run: IRun) => boolean) | null;
  /** Open the panel in the main area. */
  openMain: (() => void) | null;
  /** Open the lesson that teaches something. */
  teach: Teach | null;
  /** The parts that the settings leave away. */
  hidden: () => ReadonlySet<SectionId>;
}

/** The device panel as a widget of the right sidebar. */
export class PanelWidget extends LinkWidget {
  constructor(
    links: IKernelLinks,
    protected readonly trans: TranslationBundle,
    protected readonly page: IPanelPage
  ) {
    super(links, 'panel');
    page.course?.changed.connect(this.update, this);
    this.id = 'devicelab-panel';
    this.addClass('dl-PanelWidget');
    this.title.icon = panelIcon;
    this.title.caption = trans.__('Device');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Device panel'));
  }

  /** What is folded away; shared by all places of the panel. */
  set folds(folds: Folds) {
    this._folds = folds;
    this.update();
  }

  /** What another place of the panel shows differently. */
  protected place(): Partial<IDevicePanelProps> {
    return { onOpenMore: this.page.openMain ?? undefined };
  }

  protected render(): JSX.Element {
    const { hidden, teach } = this.page;
    return (
      <FoldsContext.Provider value={this._folds}>
        <HiddenContext.Provider value={hidden()}>
          <Teaching.Provider value={teach}>{this._panel()}</Teaching.Provider>
        </HiddenContext.Provider>
      </FoldsContext.Provider>
    );
  }

  private _panel(): JSX.Element {
    const { course, jump } = this.page;
    const link = this.links.current;
    const reason = this.links.absence;
    return (
      <DevicePanel
        state={link?.state ?? { name: 'no-kernel', reason }}
        report={link?.report ?? null}
        history={link?.history ?? NOTHING}
        ghosts={link?.ghosts ?? []}
        malformed={link?.malformed ?? 0}
        now={Date.now()}
        trans={this.trans}
        onJump={link && jump ? run => jump(link.kernelId, run) : undefined}
        act={link ? action => link.act(action) : undefined}
        onCopy={text => Clipboard.copyToSystem(text)}
        onSave={download}
        {...this.place()}
      >
        {course?.module && (
          <CourseSection
            module={course.module}
            items={course.items}
            onJump={item => void course.jump(item)}
            trans={this.trans}
          />
        )}
      </DevicePanel>
    );
  }

  private _folds = new Folds();
}
