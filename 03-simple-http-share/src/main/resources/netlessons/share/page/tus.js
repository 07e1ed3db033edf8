// Sends one file by tus 1.0 (https://tus.io/protocols/resumable-upload). What came through is not sent again: when a
// connection breaks the server is asked how much it has. Nothing in here knows of the page.
import {fingerprint, forget, recall, remember} from './memory.js';

const ENDPOINT = '/.share/tus/';
const TRIES = 8; // in a row, without one more byte at the server
const LONGEST_PAUSE = 30_000; // milliseconds, as all times here
const SILENCE = 30_000; // a connection on which nothing moves for so long is dead, though nobody has said so
const PATIENCE = 300_000; // when all is sent a slow disk may need its time

/** What does not get better by trying again. */
class Refused extends Error {}

/** Worth another try; after `pause`, if the server has named one. */
class Trouble extends Error {
  constructor(words, pause) {
    super(words);
    this.pause = pause;
  }
}

export class Transfer {
  #file; #place; #tell; #url; #request; #conflict; #lost = 0; #stop = new AbortController();

  /**
   * @param file a File
   * @param folder where it goes: a path that ends with a slash
   * @param path its name, with those of folders before it
   * @param rule what happens if the name is taken: reject, rename or replace
   * @param tell told of `sent(bytes)` and `waits(words)`
   */
  constructor(file, folder, path, rule, tell) {
    const names = (folder + path).split('/');
    const name = names.pop();
    this.#file = file;
    this.#tell = tell;
    this.#place = {name, folder: names.join('/') + '/', rule};
    this.key = fingerprint(file, folder + path);
  }

  /** @returns whether all of it came through; false if it was cancelled */
  async send() {
    let most = -1;
    let tries = 0;
    while (!this.#stop.signal.aborted) {
      try {
        const offset = await this.#ask() ?? await this.#create();
        if (offset > most) {
          most = offset;
          tries = 0;
        }
        if (await this.#patch(offset)) {
          forget(this.key);
          return true;
        }
      } catch (error) {
        if (this.#stop.signal.aborted) {
          break;
        } else if (!(error instanceof Trouble) || ++tries === TRIES) {
          throw error;
        }
        await this.#checkFile();
        await this.#pause(error, tries);
      }
    }
    return false;
  }

  /** Stops, and lets the server throw away what it has. */
  async cancel() {
    this.#stop.abort();
    this.#request?.abort();
    forget(this.key);
    if (this.#url) {
      await this.#exchange('DELETE', this.#url).catch(() => {}); // then it expires
    }
  }

  /** @returns how much the server has of an earlier try; nothing if it knows of none */
  async #ask() {
    this.#url ??= recall(this.key);
    if (!this.#url) {
      return undefined;
    }
    const answer = await this.#exchange('HEAD', this.#url);
    if (answer.status === 200 || answer.status === 204) {
      this.#conflict = undefined;
      return Number(answer.getResponseHeader('Upload-Offset'));
    } else if (answer.status !== 404 && answer.status !== 410) {
      throw problem(answer);
    }
    this.#url = undefined;
    forget(this.key);
    if (this.#conflict) { // it was not the offset: the server has given the upload up
      throw new Refused(this.#conflict);
    }
    return undefined;
  }

  async #create() {
    const {name, folder, rule} = this.#place;
    const answer = await this.#exchange('POST', `${ENDPOINT}?conflict=${rule}`, {
      'Upload-Length': this.#file.size,
      'Upload-Metadata': `filename ${base64(name)},folder ${base64(folder)}`,
    });
    if (answer.status !== 201) {
      throw answer.status === 409 ? new Refused(words(answer)) : problem(answer);
    }
    this.#url = answer.getResponseHeader('Location');
    remember(this.key, this.#url, this.#place, answer.getResponseHeader('Upload-Expires'));
    return 0;
  }

  /** Sends all that is missing, in one go. */
  async #patch(offset) {
    const {size} = this.#file;
    if (offset === size && size > 0) {
      return true; // all was there, only the answer was lost
    }
    const fields = {'Upload-Offset': offset, 'Content-Type': 'application/offset+octet-stream'};
    const answer = await this.#exchange('PATCH', this.#url, fields, this.#file.slice(offset), offset);
    if (answer.status === 204) {
      return Number(answer.getResponseHeader('Upload-Offset')) === size;
    } else if (answer.status === 409) {
      this.#conflict = words(answer); // another offset, or the name is taken: to ask again will tell
      // Another page may be sending the same file: two that asked again at once would take it from each other all the time.
      throw new Trouble(this.#conflict, this.#lost++ ? 1000 + 2000 * Math.random() : 0);
    } else if (answer.status === 404 || answer.status === 410) {
      throw new Trouble('The server has lost the upload. It begins anew.');
    } else if (answer.status === 400) { // the end of a connection that broke farther on looked to the server like the body's
      throw new Trouble('The connection broke.');
    }
    throw problem(answer);
  }

  /** One request; fails if there is no answer. */
  #exchange(method, url, fields = {}, body = null, offset = 0) {
    return new Promise((resolve, reject) => {
      const request = this.#request = new XMLHttpRequest();
      let timer;
      const wait = time => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), time);
      };
      request.open(method, url);
      request.setRequestHeader('Tus-Resumable', '1.0.0');
      request.setRequestHeader('Accept', 'text/plain'); // reasons in words, not as a page
      for (const [name, value] of Object.entries(fields)) {
        request.setRequestHeader(name, value);
      }
      if (body) { // that alone: whoever listens to progress is told of each byte
        request.upload.onprogress = event => {
          wait(SILENCE);
          this.#tell.sent(offset + event.loaded);
        };
        request.upload.onload = () => wait(PATIENCE);
      }
      request.onloadend = () => {
        clearTimeout(timer);
        request.status ? resolve(request) : reject(new Trouble('The connection broke.'));
      };
      wait(SILENCE);
      request.send(body);
    });
  }

  /** Of a file that was changed or moved meanwhile a browser sends no more, and says no more than of a dead network. */
  async #checkFile() {
    try {
      await this.#file.slice(0, 1).arrayBuffer();
    } catch {
      throw new Refused('The file cannot be read any more. If it has changed, choose it again.');
    }
  }

  /** Longer each time; when the network comes back it is over. */
  #pause(trouble, tries) {
    this.#tell.waits(navigator.onLine ? `${trouble.message} It is tried again.` : 'There is no network. It goes on when there is one.');
    const time = trouble.pause ?? Math.min(LONGEST_PAUSE, 500 * 2 ** tries) * (0.75 + Math.random() / 2);
    return new Promise(resolve => {
      setTimeout(resolve, time);
      addEventListener('online', resolve, {once: true});
      this.#stop.signal.addEventListener('abort', resolve, {once: true});
    });
  }
}

/** What an answer that is no success means for what comes next. */
function problem(answer) {
  const seconds = Number(answer.getResponseHeader('Retry-After'));
  const again = [408, 423, 425, 429].includes(answer.status) || answer.status >= 500 && answer.status !== 507;
  return again ? new Trouble(words(answer), seconds > 0 ? 1000 * Math.min(seconds, 120) : undefined) : new Refused(words(answer));
}

/** The server's own, as far as it said some. */
function words(answer) {
  const plain = (answer.getResponseHeader('Content-Type') ?? '').startsWith('text/plain') ? answer.responseText.trim() : '';
  const known = {
    401: 'A password is needed to upload. Try again to be asked for it.',
    403: 'You may not upload here.',
    409: 'The name is taken.',
    413: 'The file is too large for this server.',
    423: 'The server still waits for the connection that broke.',
    503: 'The server is busy.',
    507: 'There is no room left at the server.',
  };
  return answer.status === 401 ? known[401] : plain || known[answer.status] || `The server said ${answer.status}.`;
}

/** Of any text: btoa alone knows no letter beyond Latin-1. */
function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
