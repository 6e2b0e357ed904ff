import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { ICourseCell, ICourseItem, IKept } from '../model/course';
import { VERDICT_MIME, courseItems } from '../model/course';
import type { ICourse, IKernelLink, IKernelLinks } from '../tokens';
import { showCell } from './showCell';

/** Typing changes a notebook many times a second; the list may lag a little. */
const SETTLE_MS = 200;
const MODULE = /^m[1-9][0-9]?$/;

/** Follows the notebook in use and lists its exercises. */
export class CourseTracker implements ICourse {
  constructor(
    private readonly _notebooks: INotebookTracker,
    private readonly _links: IKernelLinks | null = null
  ) {
    _links?.currentChanged.connect(this._followLink, this);
    this._followLink();
    _notebooks.currentChanged.connect((_, panel) => void this._follow(panel));
    void this._follow(_notebooks.currentWidget);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get items(): readonly ICourseItem[] {
    return this._items;
  }

  get module(): string | null {
    return this._module;
  }

  async jump(item: ICourseItem): Promise<void> {
    if (this._panel) {
      await showCell(this._panel, ({ id }) => id === item.cellId);
    }
  }

  /** The notebook whose exercises these are; null where none is open. */
  get panel(): NotebookPanel | null {
    return this._panel;
  }

  /** The notebook and the cell that a node stands in; null outside of both. */
  cellAround(node: Node): { panel: NotebookPanel; cell: Cell } | null {
    const panel = this._notebooks.find(({ content }) =>
      content.node.contains(node)
    );
    const cell = panel?.content.widgets.find(widget =>
      widget.node.contains(node)
    );
    return panel && cell ? { panel, cell } : null;
  }

  private async _follow(panel: NotebookPanel | null): Promise<void> {
    this._panel?.content.model?.contentChanged.disconnect(this._settle, this);
    this._panel = panel;
    await panel?.context.ready;
    if (panel === this._panel && !panel?.isDisposed) {
      panel?.content.model?.contentChanged.connect(this._settle, this);
      this._list();
    }
  }

  private _followLink(): void {
    this._link?.changed.disconnect(this._onLink, this);
    this._link = this._links?.current ?? null;
    this._link?.changed.connect(this._onLink, this);
    this._onLink();
  }

  private _onLink(): void {
    if (this._receipts !== this._known) {
      this._list();
    }
  }

  /** What the receipts say, by the kernel of the notebook in use. */
  private get _receipts(): readonly IKept[] | null {
    const kernel = this._panel?.sessionContext.session?.kernel;
    return this._link && this._link.kernelId === kernel?.id
      ? this._link.progress
      : null;
  }

  private _settle(): void {
    void this._debouncer.invoke();
  }

  private _list(): void {
    const model = this._panel?.content.model;
    const cells = [...(model?.cells ?? [])].map(courseCell);
    this._known = this._receipts;
    this._items = courseItems(cells, this._known);
    const mark: unknown = model?.getMetadata('devicelab');
    this._module = moduleOf(mark, this._items);
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _debouncer = new Debouncer(() => this._list(), SETTLE_MS);
  private _link: IKernelLink | null = null;
  private _known: readonly IKept[] | null = null;
  private _items: readonly ICourseItem[] = [];
  private _module: string | null = null;
  private _panel: NotebookPanel | null = null;
}

/** Whether a notebook has exercises. */
export function hasExercises(panel: NotebookPanel): boolean {
  const cells = [...(panel.content.model?.cells ?? [])].map(courseCell);
  return courseItems(cells, []).length > 0;
}

function courseCell(model: Cell['model']): ICourseCell {
  const { id, type } = model;
  const source = model.sharedModel.getSource();
  return { id, type, source, verdicts: verdictsOf(model) };
}

function verdictsOf(model: Cell['model']): unknown[] {
  if (model.type !== 'code') {
    return [];
  }
  const { outputs } = model as ICodeCellModel;
  return Array.from(
    { length: outputs.length },
    (_, i) => outputs.get(i).data[VERDICT_MIME]
  ).filter(data => data !== undefined);
}

/** The module that the notebook names, else that of its first exercise; null where it has none. */
function moduleOf(mark: unknown, items: readonly ICourseItem[]): string | null {
  const named =
    typeof mark === 'object' && mark !== null
      ? (mark as Record<string, unknown>).module
      : null;
  if (typeof named === 'string' && MODULE.test(named)) {
    return named;
  }
  return items.length > 0 ? items[0].item.split('.')[0] : null;
}
