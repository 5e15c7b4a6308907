/** Asks for files in the browser's own way. To be called as the answer to a click or a key. */
export function chooseFiles(onChosen: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => {
    if (input.files !== null && input.files.length > 0) onChosen([...input.files]);
  });
  input.click();
}
