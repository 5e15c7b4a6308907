/** News on the desktop, for a user who works elsewhere: only where they allowed it. */

/** Whether the user allowed notifications. */
export function mayTellOnDesktop(): boolean {
  return globalThis.Notification?.permission === 'granted';
}

/** Whether the user was not asked yet. */
export function mayAskForDesktop(): boolean {
  return globalThis.Notification?.permission === 'default';
}

/** Tells a sentence while the page is not what the user looks at; a click leads back to it. */
export function tellOnDesktop(sentence: string, onClick: () => void = () => {}): void {
  if (document.hasFocus() || !mayTellOnDesktop()) return;
  const news = new Notification('Bramble', { body: sentence });
  news.onclick = () => {
    window.focus();
    onClick();
    news.close();
  };
}
