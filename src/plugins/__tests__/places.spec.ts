import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ILabShell } from '@jupyterlab/application';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { DisposableDelegate } from '@lumino/disposable';
import { MessageLoop } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { makeReport, makeSample } from '../../model/__tests__/samples';
import { History } from '../../model/history';
import type { IKernelLink, IKernelLinks } from '../../tokens';
import { panel } from '../panel';

/** A kernel that has run two cells. */
function link(): IKernelLink {
  const history = new History();
  for (const n of [1, 2]) {
    const run = { n, execution_count: n };
    history.add(makeSample(n, { phase: 'ended', run }), 1000);
  }
  const made = {
    kernelId: 'k',
    state: { name: 'idle' as const },
    report: makeReport(),
    history,
    ghosts: [],
    progress: null,
    malformed: 0,
    refresh: jest.fn(),
    act: jest.fn()
  };
  return { ...made, changed: new Signal(made) } as unknown as IKernelLink;
}

/** The links of a page that looks at one kernel; counts who looks. */
function linksOf(current: IKernelLink) {
  const seen = { watching: 0 };
  const made = {
    current,
    absence: 'no-document' as const,
    watch: () => {
      seen.watching += 1;
      return new DisposableDelegate(() => (seen.watching -= 1));
    }
  };
  const links = { ...made, currentChanged: new Signal(made) };
  return { links: links as unknown as IKernelLinks, seen };
}

/** An application with one place for widgets. */
function application() {
  const commands = new CommandRegistry();
  const added = new Map<string, Widget>();
  const places: string[] = [];
  const shell = {
    add: (widget: Widget, place: string) => {
      places.push(place);
      added.set(widget.id, widget);
      Widget.attach(widget, document.body);
      widget.setHidden(place === 'right');
    },
    activateById: (id: string) => added.get(id)?.show(),
    collapseRight: () => added.get('devicelab-panel')?.hide()
  };
  const app = { commands, shell, restored: Promise.resolve() };
  return { app: app as unknown as JupyterFrontEnd, added, places, shell };
}

afterEach(() => {
  document.body.textContent = '';
});

/** React draws when it finds the time. */
async function drawn(widget: Widget, selector: string): Promise<void> {
  while (!widget.node.querySelector(selector)) {
    await new Promise(done => setTimeout(done, 5));
  }
}

function start(hasMainArea: boolean) {
  const page = application();
  const { links, seen } = linksOf(link());
  const labShell = hasMainArea ? (page.shell as unknown as ILabShell) : null;
  const none = [null, null, null, null, null, null];
  void panel.activate(page.app, links, nullTranslator, ...none, labShell);
  return { ...page, seen };
}

it('is shown and put away by one command, and looks only while it is shown', async () => {
  const { app, added, seen } = start(true);
  const widget = added.get('devicelab-panel')!;
  expect([widget.isVisible, seen.watching]).toEqual([false, 0]);
  await app.commands.execute('devicelab:toggle-panel');
  await drawn(widget, '.dl-Stats');
  expect([widget.isVisible, seen.watching]).toEqual([true, 1]);
  expect(widget.node.textContent).toContain('Cell [2]');
  await app.commands.execute('devicelab:toggle-panel');
  expect([widget.isVisible, seen.watching]).toEqual([false, 0]);
});

it('opens once in the main area, with the runs beside the chart, and anew once closed', async () => {
  const { app, added, places, seen } = start(true);
  await app.commands.execute('devicelab:open-main');
  await app.commands.execute('devicelab:open-main');
  expect(places).toEqual(['right', 'main']);
  const large = added.get('devicelab-main')!;
  await drawn(large, '.dl-Runs-run');
  const runs = large.node.querySelectorAll('.dl-Runs-run');
  expect(Array.from(runs, run => run.querySelector('b')?.textContent)).toEqual([
    '[2]',
    '[1]'
  ]);
  expect(large.node.querySelector('.dl-Panel')).toHaveProperty(
    'dataset.large',
    'true'
  );
  MessageLoop.sendMessage(large, Widget.Msg.CloseRequest);
  expect(large.isDisposed).toBe(true);
  expect(seen.watching).toBe(0);
  await app.commands.execute('devicelab:open-main');
  expect(added.get('devicelab-main')).not.toBe(large);
});

it('has no main area, and no button for it, where the application has none', async () => {
  const { app, added } = start(false);
  await app.commands.execute('devicelab:open-panel');
  const widget = added.get('devicelab-panel')!;
  await drawn(widget, '[aria-label="Hold the chart"]');
  expect(app.commands.hasCommand('devicelab:open-main')).toBe(false);
  expect(widget.node.querySelector('[aria-label="Open large"]')).toBeNull();
});
