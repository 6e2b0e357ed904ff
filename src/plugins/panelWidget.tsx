import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { History } from '../model/history';
import type { SectionId } from '../model/folds';
import type { ICourse, IKernelLinks } from '../tokens';
import { CourseSection } from '../view/courseSection';
import { DevicePanel } from '../view/devicePanel';
import { HiddenContext } from '../view/folding';
import type { Teach } from '../view/term';
import { Teaching } from '../view/term';
import { download } from './download';
import { panelIcon } from './icons';
import { LinkWidget } from './linkWidget';

const NOTHING = new History();

/** The device panel as a widget of the right sidebar. */
export class PanelWidget extends LinkWidget {
  constructor(
    links: IKernelLinks,
    trans: TranslationBundle,
    private readonly _course: ICourse | null = null
  ) {
    super(links, 'panel');
    _course?.changed.connect(this.update, this);
    this._trans = trans;
    this.id = 'devicelab-panel';
    this.addClass('dl-PanelWidget');
    this.title.icon = panelIcon;
    this.title.caption = trans.__('Device');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Device panel'));
  }

  /** The parts that are not drawn. */
  set hidden(hidden: ReadonlySet<SectionId>) {
    this._hidden = hidden;
    this.update();
  }

  /** Opens a lesson; none is offered before. */
  set teach(teach: Teach) {
    this._teach = teach;
    this.update();
  }

  protected render(): JSX.Element {
    return (
      <HiddenContext.Provider value={this._hidden}>
        <Teaching.Provider value={this._teach}>
          {this._panel()}
        </Teaching.Provider>
      </HiddenContext.Provider>
    );
  }

  private _panel(): JSX.Element {
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
        trans={this._trans}
        act={link ? action => link.act(action) : undefined}
        onCopy={text => Clipboard.copyToSystem(text)}
        onSave={download}
      >
        {this._exercises()}
      </DevicePanel>
    );
  }

  private _exercises(): JSX.Element | null {
    const course = this._course;
    return course?.module ? (
      <CourseSection
        module={course.module}
        items={course.items}
        onJump={item => void course.jump(item)}
        trans={this._trans}
      />
    ) : null;
  }

  private readonly _trans: TranslationBundle;
  private _hidden: ReadonlySet<SectionId> = new Set();
  private _teach: Teach | null = null;
}
