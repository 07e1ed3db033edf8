// Files on their way: a few at once, the others wait. What people see of them, and hear.
import {Transfer} from './tus.js';

const AT_ONCE = 3;
const ANNOUNCE = 5_000; // milliseconds: a screen reader that speaks all the time helps nobody
const WINDOW = 5_000; // milliseconds: over which speed is measured

/** A line of the tray. */
class Row {
  #file; #bar; #state; #button; #samples = [];

  constructor(file, path) {
    this.#file = file;
    this.path = path;
    this.sent = 0;
    this.element = document.createElement('li');
    const name = document.createElement('bdi');
    name.textContent = path;
    this.#bar = document.createElement('progress');
    this.#bar.max = Math.max(1, file.size);
    this.#bar.value = 0; // without a value it would move to and fro
    this.#bar.setAttribute('aria-label', path);
    this.#state = document.createElement('span');
    this.#state.className = 'state';
    this.#button = document.createElement('button');
    this.#button.type = 'button';
    this.element.append(name, this.#bar, this.#state, this.#button);
  }

  /** @param action the word on its button; none: there is nothing to be done */
  show(kind, words, action, run) {
    this.element.className = kind;
    this.#state.textContent = words;
    const hadFocus = document.activeElement === this.#button;
    this.#button.hidden = !action;
    this.#button.textContent = action;
    this.#button.setAttribute('aria-label', `${action} ${this.path}`);
    this.#button.onclick = run;
    if (hadFocus && !action) { // what is hidden loses it, and whoever uses the keyboard would begin at the top
      this.element.tabIndex = -1;
      this.element.focus();
    }
  }

  progress(bytes) {
    const now = performance.now();
    this.sent = bytes;
    this.#bar.value = bytes;
    this.#samples = this.#samples.filter(sample => now - sample.time < WINDOW && sample.bytes <= bytes);
    this.#samples.push({time: now, bytes});
    const [{time, bytes: before}] = this.#samples;
    const speed = now - time > 500 ? (bytes - before) * 1000 / (now - time) : 0;
    const left = speed ? `, ${size(speed)}/s, ${duration((this.#file.size - bytes) / speed)} left` : '';
    this.#state.textContent = bytes === this.#file.size ? 'nearly done' : `${size(bytes)} of ${size(this.#file.size)}${left}`;
  }

  waits(words) {
    this.#samples = [];
    this.#state.textContent = words;
  }
}

export class Tray {
  #element; #count; #status; #bar; #list; #whenDone; #later;
  #queue = []; #keys = new Set(); #underWay = 0; #announced = 0;
  #files = 0; #done = 0; #failed = 0; #bytes = 0; #sent = 0;

  /** @param whenDone called when there is nothing left to do, and something was done */
  constructor(element, whenDone) {
    this.#element = element;
    this.#count = element.querySelector('.count');
    this.#status = element.querySelector('[role=status]');
    this.#bar = element.querySelector('.all progress');
    this.#list = element.querySelector('ul');
    this.#whenDone = whenDone;
  }

  get busy() {
    return this.#underWay > 0 || this.#queue.length > 0;
  }

  /** @param files {file, path, error}: an error if the file could not even be read */
  add(files, folder, rule) {
    const rows = document.createDocumentFragment();
    for (const {file, path, error} of files) {
      const row = new Row(file, path);
      const transfer = new Transfer(file, folder, path, rule, {
        sent: bytes => this.#progress(row, bytes),
        waits: words => row.waits(words),
      });
      if (!this.#keys.has(transfer.key)) { // else it is on its way already
        this.#files++;
        this.#bytes += file.size;
        rows.append(row.element);
        const job = {file, row, transfer};
        error ? this.#fail(job, error) : this.#wait(job);
      }
    }
    this.#list.append(rows);
    this.#element.hidden = false;
    this.#announce(true);
    this.#next();
  }

  #wait(job) {
    this.#keys.add(job.transfer.key);
    this.#queue.push(job);
    job.row.show('', 'waits', 'Cancel', () => this.#cancel(job));
  }

  #next() {
    while (this.#underWay < AT_ONCE && this.#queue.length) {
      this.#underWay++;
      this.#run(this.#queue.shift()).finally(() => {
        this.#underWay--;
        this.#next();
        this.#announce(!this.busy);
        if (!this.busy && this.#done) {
          this.#whenDone();
        }
      });
    }
  }

  async #run(job) {
    try {
      if (await job.transfer.send()) {
        this.#done++;
        this.#progress(job.row, job.file.size);
        job.row.show('done', `done, ${size(job.file.size)}`, '');
        this.#keys.delete(job.transfer.key); // it may be sent once more
      }
    } catch (error) {
      this.#fail(job, error.message);
    }
  }

  #fail(job, words) {
    this.#failed++;
    this.#keys.delete(job.transfer.key);
    job.row.show('failed', words, 'Try again', () => {
      this.#failed--;
      this.#wait(job);
      this.#announce(true);
      this.#next();
    });
  }

  #cancel(job) {
    this.#queue = this.#queue.filter(other => other !== job);
    this.#keys.delete(job.transfer.key);
    this.#files--;
    this.#bytes -= job.file.size;
    this.#sent -= job.row.sent;
    job.transfer.cancel();
    job.row.show('', 'cancelled', '');
    this.#announce(true);
  }

  #progress(row, bytes) {
    this.#sent += bytes - row.sent;
    row.progress(bytes);
    this.#announce(false);
  }

  /** How far all of it is: to be seen at once, to be heard now and then. */
  #announce(now) {
    const words = `${this.#done} of ${this.#files} done${this.#failed ? `, ${this.#failed} failed` : ''}`;
    this.#count.textContent = words;
    this.#bar.max = Math.max(1, this.#bytes);
    this.#bar.value = this.busy ? this.#sent : this.#bar.max;
    clearTimeout(this.#later);
    const wait = now ? 0 : this.#announced + ANNOUNCE - Date.now();
    if (wait > 0) {
      this.#later = setTimeout(() => this.#announce(true), wait);
    } else {
      this.#announced = Date.now();
      this.#status.textContent = words;
    }
  }
}

function size(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (Math.round(bytes) >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return unit ? `${bytes.toFixed(bytes < 99.95 ? 1 : 0)} ${units[unit]}` : `${Math.round(bytes)} bytes`;
}

function duration(seconds) {
  const rest = String(Math.ceil(seconds) % 60).padStart(2, '0');
  const minutes = Math.floor(Math.ceil(seconds) / 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.round(minutes / 60)} h`;
}
