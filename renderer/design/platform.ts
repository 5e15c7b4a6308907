/** What the page knows of the system it runs on. */

export const isMac = typeof navigator !== 'undefined' && /^Mac|^iP/.test(navigator.platform);
