import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PYTHON = process.env.PYTHON ?? 'python3';
const FREE_PORT =
  'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])';

/** A JupyterLab server of a test's own, which may be killed and set up as the test likes. */
export class OwnServer {
  private constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this._port = port;
    mkdirSync(this._folder);
    for (const name of ['config', 'data', 'runtime']) {
      this._env[`JUPYTER_${name.toUpperCase()}_DIR`] = join(this._place, name);
    }
  }

  readonly url: string;

  static async make(): Promise<OwnServer> {
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', FREE_PORT]);
    return new OwnServer(Number(stdout));
  }

  /** Start it, or start it again, and wait until it answers. */
  async start(): Promise<void> {
    const log = openSync(join(this._place, 'log.txt'), 'a');
    this._process = spawn(
      PYTHON,
      [
        ...['-m', 'jupyterlab', '--allow-root', '--config'],
        resolve(__dirname, '../jupyter_server_test_config.py'),
        `--ServerApp.port=${this._port}`,
        `--ServerApp.root_dir=${this._folder}`
      ],
      { env: this._env, cwd: this._place, stdio: ['ignore', log, log] }
    );
    while (!(await this._answers())) {
      if (this._process.exitCode !== null) {
        throw new Error('The server ended at once.');
      }
    }
  }

  /** End it as a crash would: nothing is told to anybody. */
  async kill(): Promise<void> {
    const ending = this._process;
    if (ending && ending.exitCode === null && ending.signalCode === null) {
      const ended = new Promise(done => ending.once('exit', done));
      ending.kill('SIGKILL');
      await ended;
    }
  }

  /** Run `jupyter labextension` with the server's settings. */
  async labextension(...words: string[]): Promise<void> {
    const command = ['-m', 'jupyterlab.labextensions', ...words];
    await promisify(execFile)(PYTHON, command, { env: this._env });
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this._place, { recursive: true, force: true });
  }

  private async _answers(): Promise<boolean> {
    // Between two attempts, not in place of one.
    await new Promise(done => setTimeout(done, 100));
    return fetch(`${this.url}/api`).then(
      response => response.ok,
      () => false
    );
  }

  private readonly _place = mkdtempSync(join(tmpdir(), 'devicelab-own-'));
  private readonly _folder = join(this._place, 'notebooks');
  private readonly _env: Record<string, string | undefined> = {
    ...process.env
  };
  private readonly _port: number;
  private _process: ChildProcess | null = null;
}
