// Which uploads have begun, for when the page is loaded anew. The browser's memory may be switched off: then they go on
// after a broken connection, but not after a reload.
const PREFIX = 'upload ';

/** A file that is chosen again, after the page was loaded anew, is the same one if name, size and time are the same. */
export function fingerprint(file, path) {
  return `${PREFIX}${path} ${file.size} ${file.lastModified}`;
}

/** @param expires when the server forgets it, as HTTP writes dates */
export function remember(key, url, place, expires) {
  try {
    const until = Date.parse(expires) || Date.now() + 86_400_000;
    localStorage.setItem(key, JSON.stringify({url, until, folder: place.folder, name: place.name}));
  } catch {
    // it is full, or switched off
  }
}

/** @returns the upload's address, if there is one */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key))?.url;
  } catch {
    return undefined;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // there is none
  }
}

/** Uploads to a folder, and those below it, that have not come to their end: {key, url, name} */
export function unfinished(folder) {
  try {
    return Object.keys(localStorage).filter(key => key.startsWith(PREFIX + folder)).flatMap(key => {
      const {url, until, name} = JSON.parse(localStorage.getItem(key));
      if (until < Date.now()) {
        forget(key);
        return [];
      }
      return [{key, url, name}];
    });
  } catch {
    return [];
  }
}
