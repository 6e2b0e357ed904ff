import type { IFile } from '../model/exported';

/** Have the browser save a file, as it saves any download. */
export function download(file: IFile): void {
  const url = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the content by its next turn.
  window.setTimeout(() => URL.revokeObjectURL(url), 0);
}
