import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { VERDICT_MIME, nextItem } from '../model/course';
import { parseVerdict } from '../model/parse';
import type { IVerdict } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { createElement } from '../view/element';
import type { IVerdictActions } from '../view/verdictCard';
import { VerdictCard } from '../view/verdictCard';
import type { CourseTracker } from './courseTracker';
import type { IHintPlace } from './hint';
import { freeKernel, showHint } from './hint';

/** Draws a verdict in the output of a cell; what is no verdict is shown as its text. */
export class VerdictRenderer
  extends ReactWidget
  implements IRenderMime.IRenderer
{
  constructor(
    private readonly _course: CourseTracker | null,
    trans: ITranslation
  ) {
    super();
    this._trans = trans;
    this.addClass('dl-VerdictRenderer');
  }

  renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._verdict = parseVerdict(model.data[VERDICT_MIME]);
    const text: unknown = model.data['text/plain'];
    this._text = typeof text === 'string' ? text : '';
    this.update();
    return this.renderPromise ?? Promise.resolve();
  }

  protected onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._place = this._course?.cellAround(this.node) ?? null;
    this._course?.changed.connect(this.update, this);
    this._place?.panel.sessionContext.statusChanged.connect(this.update, this);
    this.update();
  }

  protected onBeforeDetach(message: Message): void {
    this._course?.changed.disconnect(this.update, this);
    if (this._place && !this._place.panel.isDisposed) {
      this._place.panel.sessionContext.statusChanged.disconnect(
        this.update,
        this
      );
    }
    this._place = null;
    super.onBeforeDetach(message);
  }

  protected render(): JSX.Element {
    const verdict = this._verdict;
    if (!verdict) {
      const unreadable = this._trans.__(
        'This output calls itself a verdict of devicelab and is none.'
      );
      return <pre>{this._text || unreadable}</pre>;
    }
    const shown = Math.min(
      verdict.hints_shown + this._asked,
      verdict.hints_total
    );
    return (
      <VerdictCard
        verdict={{ ...verdict, hints_shown: shown }}
        actions={this._place ? this._actions(verdict, this._place) : null}
        trans={this._trans}
      />
    );
  }

  private _actions(verdict: IVerdict, place: IHintPlace): IVerdictActions {
    const kernel = freeKernel(place.panel);
    const course = this._course?.panel === place.panel ? this._course : null;
    const next = course && nextItem(course.items, verdict.item);
    return {
      hint: kernel && (() => void this._hint(verdict.item, place)),
      next: course &&
        next && { item: next.item, go: () => void course.jump(next) }
    };
  }

  private async _hint(item: string, place: IHintPlace): Promise<void> {
    const kernel = freeKernel(place.panel);
    if (!kernel) {
      return;
    }
    this._asked += 1;
    await showHint(place, kernel, item, this._trans);
    this.update();
  }

  private readonly _trans: ITranslation;
  private _verdict: IVerdict | null = null;
  private _text = '';
  /** Hints that were asked for from this card: the output says what had been shown before it. */
  private _asked = 0;
  private _place: IHintPlace | null = null;
}
