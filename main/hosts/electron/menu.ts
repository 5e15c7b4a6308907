/**
 * The application's menu. A command of the workbench is its shortcut, pressed in the page: the page alone knows what the
 * command does and whether it works now. A test compares labels and shortcuts with the workbench's.
 */
import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';

const isMac = process.platform === 'darwin';
const line: MenuItemConstructorOptions = { type: 'separator' };

/** Makes the menu for a page. */
export function buildMenu(page: () => WebContents | null): Menu {
  const command = (label: string, shortcut: string): MenuItemConstructorOptions => ({
    label,
    accelerator: shortcut.replace('Ctrl', 'CommandOrControl'),
    // Shown, not registered: the page sees the keys first.
    registerAccelerator: false,
    click: () => press(page(), shortcut),
  });
  return Menu.buildFromTemplate([
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        command('New file…', 'Ctrl+Alt+N'),
        line,
        command('Save the file', 'Ctrl+S'),
        command('Save every file', 'Ctrl+Alt+S'),
        command('Save the file to the board', 'Ctrl+Shift+S'),
        line,
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Board',
      submenu: [
        command('Save and run the program', 'F5'),
        command('Stop what the board does', 'Shift+F5'),
        command('Restart the board’s Python (soft reset)', 'Ctrl+F2'),
      ],
    },
    {
      label: '&View',
      submenu: [
        command('Show every command', 'Ctrl+Shift+P'),
        line,
        command('Go to the editor', 'Ctrl+1'),
        command('Go to the files', 'Ctrl+Shift+E'),
        command('Go to the board', 'Ctrl+Shift+B'),
        command('Go to the shell', 'Ctrl+`'),
        command('Go to the logs', 'Ctrl+Shift+Y'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        line,
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ]);
}

function press(page: WebContents | null, shortcut: string): void {
  if (page === null) return;
  const names = shortcut.split('+');
  const keyCode = names.pop() ?? '';
  const modifiers = names.map((name) => {
    if (name === 'Ctrl') return isMac ? 'meta' : 'control';
    return name === 'Shift' ? 'shift' : 'alt';
  });
  for (const type of ['keyDown', 'keyUp'] as const) page.sendInputEvent({ type, keyCode, modifiers });
}
