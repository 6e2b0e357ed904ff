import { expect } from '@jupyterlab/galata';
import { MODULE, cellsOf, command, openNotebook, test } from './lab';

// What JupyterLab makes of a notebook of the course when it is opened, run a little, saved and closed.

interface INotebook {
  cells: { id: string; metadata: object; source: string | string[] }[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

test('ids, metadata and check ids survive open, save and close', async ({
  page
}) => {
  const read = async (): Promise<INotebook> =>
    (await (await page.request.get(`/api/contents/${MODULE}`)).json()).content;
  const before = await read();
  await openNotebook(page, MODULE);
  const first = (await cellsOf(page)).findIndex(cell =>
    cell.source.startsWith('from devicelab import cp')
  );
  await page.notebook.selectCells(first);
  await command(page, 'notebook:run-cell');
  await command(page, 'docmanager:save');
  const after = await read();
  // It was saved: the cell that ran has its number.
  expect(after.cells[first]).toMatchObject({ execution_count: 1 });
  await command(page, 'application:close');

  expect(after.cells.map(cell => cell.id)).toEqual(
    before.cells.map(cell => cell.id)
  );
  expect(after.cells.map(cell => cell.source)).toEqual(
    before.cells.map(cell => cell.source)
  );
  expect(after.metadata.devicelab).toEqual(before.metadata.devicelab);
  expect(after.metadata.kernelspec).toMatchObject({ name: 'python3' });
  expect([after.nbformat, after.nbformat_minor]).toEqual([4, 5]);
  const source = after.cells.map(cell => [cell.source].flat().join('')).join();
  expect(source).toContain('cp.check("m1.q1")');
  expect(source).toContain('cp.notebook("m1", version="');

  // Opened and closed again without a change, not a byte of it moves.
  await openNotebook(page, MODULE);
  await command(page, 'docmanager:save');
  expect(await read()).toEqual(after);
});
