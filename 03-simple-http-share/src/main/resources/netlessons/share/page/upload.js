// Where files come from: chosen, or dropped anywhere on the page.
import {refresh} from './list.js';
import {forget, unfinished} from './memory.js';
import {Tray} from './tray.js';

/** What systems leave in folders, and nobody means to send. */
const LITTER = /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)$/i;

export function takeUploads() {
  const form = document.querySelector('form.upload');
  const folder = decodeURIComponent(location.pathname);
  const tray = new Tray(document.querySelector('.tray'), refresh);
  const add = files => tray.add(files, folder, form.elements.conflict.value);

  for (const input of form.querySelectorAll('input[type=file]')) {
    input.addEventListener('change', () => {
      add(chosen(input.files));
      input.value = ''; // so that the same file can be chosen again
    });
  }
  form.addEventListener('submit', event => event.preventDefault());
  takeDrops(document.querySelector('.drop'), add);
  addEventListener('beforeunload', event => {
    if (tray.busy) {
      event.preventDefault();
    }
  });
  remind(document.querySelector('.unfinished'), folder);
}

function chosen(files) {
  return [...files].filter(file => !LITTER.test(file.name)).map(file => ({file, path: file.webkitRelativePath || file.name}));
}

/** The whole page is the target; what else can be dragged, such as text, is left alone. */
function takeDrops(target, add) {
  const hasFiles = event => event.dataTransfer?.types.includes('Files');
  const on = (name, listener) => addEventListener(name, event => hasFiles(event) && listener(event));
  on('dragenter', () => target.hidden = false);
  on('dragover', event => {
    event.preventDefault(); // else the browser opens what is dropped
    event.dataTransfer.dropEffect = 'copy';
  });
  on('dragleave', event => target.hidden = !event.relatedTarget);
  on('drop', async event => {
    event.preventDefault();
    target.hidden = true;
    // Both have to be asked for at once: when this listener returns the browser takes them back.
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = chosen(event.dataTransfer.files);
    add(entries.length ? await walk(entries, '') : files);
  });
}

/** Files, and all that is in folders. */
async function walk(entries, path) {
  const found = [];
  for (const entry of entries) {
    if (entry.isDirectory) {
      found.push(...await walk(await children(entry), `${path}${entry.name}/`));
    } else if (!LITTER.test(entry.name)) {
      found.push(await new Promise(resolve => entry.file(
        file => resolve({file, path: path + entry.name}),
        () => resolve({file: new File([], entry.name), path: path + entry.name, error: 'The file cannot be read.'}))));
    }
  }
  return found;
}

/** A reader hands out a hundred at a time, and none at its end. */
async function children(directory) {
  const reader = directory.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise(resolve => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) {
      return all;
    }
    all.push(...some);
  }
}

/** A page that was loaded anew has no access to the files any more; but the server has what came. */
function remind(note, folder) {
  const uploads = unfinished(folder);
  if (!uploads.length) {
    return;
  }
  const names = uploads.slice(0, 5).map(upload => upload.name);
  const more = uploads.length - names.length;
  const drop = document.createElement('button');
  drop.type = 'button';
  drop.textContent = 'Forget them';
  drop.addEventListener('click', () => {
    for (const {key, url} of uploads) {
      forget(key);
      fetch(url, {method: 'DELETE', headers: {'Tus-Resumable': '1.0.0'}}).catch(() => {}); // then it expires
    }
    note.hidden = true;
  });
  note.append(`Not finished: ${names.join(', ')}${more ? ` and ${more} more` : ''}. `
    + 'Choose the same files again, and they go on where they stopped. ', drop);
  note.hidden = false;
}
