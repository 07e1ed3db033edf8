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
  #element; #status; #bar; #list; #whenDone;
  #queue = []; #rows = new Map(); #underWay = 0; #failed = 0; #done = 0; #announced = 0; #later;

  /** @param whenDone called when there is nothing left to do, and something was done */
  constructor(element, whenDone) {
    this.#element = element;
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
    const fresh = document.createDocumentFragment();
    for (const {file, path, error} of files) {
      const row = new Row(file, path);
      const transfer = new Transfer(file, folder, path, rule, {
        sent: bytes => {
          row.progress(bytes);
          this.#announce(false);
        },
        waits: words => row.waits(words),
      });
      if (this.#rows.has(transfer.key)) {
        continue; // dropped twice
      }
      this.#rows.set(transfer.key, {row, size: file.size});
      fresh.append(row.element);
      const job = {file, path, folder, rule, row, transfer};
      error ? this.#fail(job, error) : this.#wait(job);
    }
    this.#list.append(fresh);
    this.#element.hidden = false;
    this.#announce(true);
    this.#next();
  }

  #wait(job) {
    this.#queue.push(job);
    job.row.show('', 'waits', 'Cancel', () => this.#cancel(job));
  }

  #next() {
    while (this.#underWay < AT_ONCE && this.#queue.length) {
      this.#underWay++;
      this.#run(this.#queue.shift()).finally(() => {
        this.#underWay--;
        this.#announce(!this.busy);
        this.#next();
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
        job.row.progress(job.file.size);
        job.row.show('done', `done, ${size(job.file.size)}`, '');
        const entry = this.#rows.get(job.transfer.key);
        this.#rows.delete(job.transfer.key); // it may be sent once more
        this.#rows.set(Symbol('done'), entry);
      }
    } catch (error) {
      this.#fail(job, error.message);
    }
  }

  #fail(job, words) {
    this.#failed++;
    job.row.show('failed', words, 'Try again', () => {
      this.#failed--;
      this.#wait(job);
      this.#announce(true);
      this.#next();
    });
  }

  #cancel(job) {
    this.#queue = this.#queue.filter(other => other !== job);
    this.#rows.delete(job.transfer.key);
    job.transfer.cancel();
    job.row.show('', 'cancelled', '');
    this.#announce(true);
  }

  /** How far all of it is; in words, which are read aloud, only now and then. */
  #announce(now) {
    let [sent, all] = [0, 0];
    for (const {row, size} of this.#rows.values()) {
      sent += row.sent;
      all += size;
    }
    this.#bar.max = Math.max(1, all);
    this.#bar.value = this.busy || !this.#done ? sent : this.#bar.max;
    clearTimeout(this.#later);
    const wait = now ? 0 : this.#announced + ANNOUNCE - Date.now();
    if (wait > 0) {
      this.#later = setTimeout(() => this.#announce(true), wait);
      return;
    }
    this.#announced = Date.now();
    const words = `${this.#done} of ${this.#rows.size} done${this.#failed ? `, ${this.#failed} failed` : ''}`;
    if (this.#status.textContent !== words) {
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
