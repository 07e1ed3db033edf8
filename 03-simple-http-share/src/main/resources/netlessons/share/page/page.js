// What the page can do beyond links and forms: local times, a countdown, and uploads that go on where they broke off.
'use strict';

const TUS = '/.share/tus/';
const AT_ONCE = 2;
const TRIES = 6; // in a row, without a byte that came through
const ANNOUNCE = 3000; // milliseconds: a screen reader that speaks all the time helps nobody

for (const time of document.querySelectorAll('time')) {
  const date = new Date(time.dateTime);
  if (!isNaN(date)) {
    time.textContent = date.toLocaleString([], {dateStyle: 'medium', timeStyle: 'short'});
  }
}

const stops = document.querySelector('.stops[data-seconds]');
if (stops && stops.dataset.seconds) {
  const end = Date.now() + 1000 * Number(stops.dataset.seconds);
  setInterval(() => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const minutes = String(Math.floor(left / 60)).padStart(2, '0');
    stops.textContent = left ? `stops in ${minutes}:${String(left % 60).padStart(2, '0')}` : 'stopped';
  }, 1000);
}

function size(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${bytes >= 100 || unit === 0 ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`;
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** One file on its way: tus 1.0 (https://tus.io/protocols/resumable-upload). */
class Transfer {
  constructor(file, path, row) {
    this.file = file;
    this.row = row;
    const parts = path.split('/');
    const folder = decodeURIComponent(location.pathname) + parts.slice(0, -1).map(part => part + '/').join('');
    this.metadata = `filename ${base64(parts[parts.length - 1])},folder ${base64(folder)}`;
    this.key = `upload ${folder}${parts[parts.length - 1]} ${file.size} ${file.lastModified}`;
    this.cancelled = false;
  }

  request(method, url, fields, body, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.underWay = request;
      request.open(method, url);
      request.setRequestHeader('Tus-Resumable', '1.0.0');
      for (const [name, value] of Object.entries(fields)) {
        request.setRequestHeader(name, value);
      }
      if (progress) {
        request.upload.onprogress = event => progress(event.loaded);
      }
      request.onload = () => resolve(request);
      request.onerror = request.onabort = () => reject(new Error('The connection broke.'));
      request.send(body);
    });
  }

  /** Where to go on; makes the upload if it is not there yet. */
  async offset() {
    const known = localStorage.getItem(this.key);
    if (known) {
      const head = await this.request('HEAD', known, {});
      if (head.status === 200 || head.status === 204) {
        this.url = known;
        return Number(head.getResponseHeader('Upload-Offset'));
      }
      localStorage.removeItem(this.key);
    }
    const made = await this.request('POST', TUS, {'Upload-Length': this.file.size, 'Upload-Metadata': this.metadata});
    if (made.status !== 201) {
      throw this.refused(made);
    }
    this.url = made.getResponseHeader('Location');
    localStorage.setItem(this.key, this.url);
    return 0;
  }

  refused(answer) {
    const error = new Error(answer.responseText.trim() || `The server said ${answer.status}.`);
    // What is refused now is refused in a second, too; but for those that say that they are busy.
    error.final = answer.status >= 400 && answer.status < 500 && ![409, 423, 429].includes(answer.status) || answer.status === 507;
    return error;
  }

  async send() {
    let best = -1;
    for (let tries = 0; !this.cancelled; ) {
      try {
        const offset = await this.offset();
        if (offset > best) {
          best = offset;
          tries = 0;
        }
        const begin = Date.now();
        const sent = await this.request('PATCH', this.url,
          {'Upload-Offset': offset, 'Content-Type': 'application/offset+octet-stream'},
          this.file.slice(offset), loaded => this.row.progress(offset + loaded, loaded, Date.now() - begin));
        if (sent.status !== 204) {
          throw this.refused(sent);
        }
        if (Number(sent.getResponseHeader('Upload-Offset')) === this.file.size) {
          localStorage.removeItem(this.key);
          return;
        }
      } catch (error) {
        if (this.cancelled) {
          break;
        } else if (error.final || ++tries === TRIES) {
          if (error.final) {
            localStorage.removeItem(this.key);
          }
          throw error;
        }
        this.row.waits(error.message);
        await new Promise(resolve => setTimeout(resolve, Math.min(30000, 500 * 2 ** tries)));
      }
    }
  }

  async cancel() {
    this.cancelled = true;
    this.underWay?.abort();
    if (this.url) {
      localStorage.removeItem(this.key);
      await this.request('DELETE', this.url, {}).catch(() => {});
    }
  }
}

/** What the page shows of a file on its way. */
class Row {
  constructor(file, path) {
    this.file = file;
    this.element = document.createElement('li');
    const name = document.createElement('bdi');
    name.className = 'file';
    name.textContent = path;
    this.bar = document.createElement('progress');
    this.bar.max = Math.max(1, file.size);
    this.bar.value = 0;
    this.bar.setAttribute('aria-label', path);
    this.text = document.createElement('span');
    this.text.textContent = 'waits';
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.element.append(name, this.bar, this.text, this.button);
  }

  action(word, path, listener) {
    this.button.hidden = !word;
    this.button.textContent = word;
    this.button.setAttribute('aria-label', `${word} ${path}`);
    this.button.onclick = listener;
  }

  progress(done, loaded, millis) {
    this.bar.value = done;
    const speed = millis > 500 ? loaded * 1000 / millis : 0;
    const left = speed ? Math.ceil((this.file.size - done) / speed) : 0;
    this.text.textContent = `${size(done)} of ${size(this.file.size)}`
      + (speed ? `, ${size(speed)} a second, ${left} s left` : '');
  }

  waits(why) {
    this.text.textContent = `${why} It is tried again.`;
  }

  ends(word, failed) {
    this.text.textContent = word;
    this.text.className = failed ? 'failed' : '';
    if (!failed) {
      this.bar.value = this.bar.max;
    }
  }
}

const form = document.querySelector('form.upload');
if (form) {
  const tray = document.querySelector('.tray');
  const status = tray.querySelector('[role=status]');
  const drop = document.querySelector('.drop');
  const queue = [];
  let underWay = 0, done = 0, failed = 0, all = 0, announced = 0;

  const announce = now => {
    if (now || Date.now() - announced > ANNOUNCE) {
      announced = Date.now();
      status.textContent = `${done} of ${all} done${failed ? `, ${failed} failed` : ''}`;
    }
  };

  const next = async () => {
    if (underWay === AT_ONCE || !queue.length) {
      return;
    }
    underWay++;
    const {file, path, row} = queue.shift();
    const transfer = new Transfer(file, path, row);
    row.action('Cancel', path, () => transfer.cancel());
    try {
      await transfer.send();
      if (transfer.cancelled) {
        all--;
        row.ends('cancelled', true);
      } else {
        done++;
        row.ends('done', false);
      }
      row.action('', path, null);
    } catch (error) {
      failed++;
      row.ends(error.message, true);
      row.action('Try again', path, () => {
        failed--;
        row.ends('waits', false);
        queue.push({file, path, row});
        next();
      });
    }
    underWay--;
    announce(!underWay && !queue.length);
    if (!underWay && !queue.length && done && !failed) {
      location.reload();
    }
    next();
  };

  const add = files => {
    for (const {file, path} of files) {
      const row = new Row(file, path);
      tray.querySelector('ul').append(row.element);
      row.action('', path, null);
      queue.push({file, path, row});
      all++;
    }
    tray.hidden = false;
    announce(true);
    for (let i = 0; i < AT_ONCE; i++) {
      next();
    }
  };

  form.addEventListener('submit', event => {
    const choice = form.querySelector('input[type=file]');
    event.preventDefault();
    add([...choice.files].map(file => ({file, path: file.webkitRelativePath || file.name})));
    choice.value = '';
  });

  /** Files and all that is in folders. */
  const walk = async (entry, path, found) => {
    if (entry.isFile) {
      found.push({file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path: path + entry.name});
    } else if (entry.isDirectory) {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) {
          return;
        }
        for (const one of some) {
          await walk(one, `${path}${entry.name}/`, found);
        }
      }
    }
  };

  let depth = 0;
  const isFiles = event => event.dataTransfer && [...event.dataTransfer.types].includes('Files');
  addEventListener('dragenter', event => {
    if (isFiles(event)) {
      depth++;
      drop.hidden = false;
    }
  });
  addEventListener('dragleave', event => {
    if (isFiles(event) && --depth <= 0) {
      drop.hidden = true;
    }
  });
  addEventListener('dragover', event => {
    if (isFiles(event)) {
      event.preventDefault();
    }
  });
  addEventListener('drop', async event => {
    if (!isFiles(event)) {
      return;
    }
    event.preventDefault();
    depth = 0;
    drop.hidden = true;
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files].map(file => ({file, path: file.name}));
    const found = [];
    for (const entry of entries) {
      await walk(entry, '', found);
    }
    add(entries.length ? found : plain);
  });

  addEventListener('beforeunload', event => {
    if (underWay || queue.length) {
      event.preventDefault();
    }
  });
}
