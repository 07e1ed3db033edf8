// What the page can do beyond links and forms. All of it is extra: without this script nothing is missing, it is only less handy.
import {brighten, refresh} from './list.js';
import {takeUploads} from './upload.js';

document.documentElement.classList.add('script');
brighten(document);
countDown(document.querySelector('.countdown'));
closePanels([...document.querySelectorAll('.actions details')]);

const folderForm = document.querySelector('form.folder');
if (folderForm) {
  makeFolders(folderForm);
  takeUploads();
}

/** The time that is left, each second. It is counted from a clock: timers of pages in the background come late. */
function countDown(shown) {
  if (!shown) {
    return;
  }
  const end = Date.now() + 1000 * Number(shown.dataset.seconds);
  const timer = setInterval(() => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const two = number => String(number).padStart(2, '0');
    const hours = Math.floor(left / 3600);
    shown.textContent = (hours ? `${hours}:` : '') + `${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    if (!left) {
      clearInterval(timer);
      shown.closest('.stops').textContent = 'The time is over: this folder is not shared any more.';
    }
  }, 1000);
}

/** What opened above the list goes away as people expect: with Escape, or by a click beside it. */
function closePanels(panels) {
  addEventListener('keydown', event => {
    const open = panels.find(panel => panel.open);
    if (event.key === 'Escape' && open) {
      open.open = false;
      open.querySelector('summary').focus();
    }
  });
  addEventListener('click', event => {
    panels.filter(panel => !panel.contains(event.target)).forEach(panel => panel.open = false);
  });
}

/** Without leaving the page: uploads that are under way would end. */
function makeFolders(form) {
  const problem = form.querySelector('.failed');
  form.addEventListener('submit', async event => {
    event.preventDefault();
    problem.textContent = '';
    try {
      const answer = await fetch(form.action, {method: 'POST', body: new FormData(form), headers: {Accept: 'application/json'}});
      if (answer.ok) {
        form.reset();
        form.closest('details').open = false;
        form.closest('details').querySelector('summary').focus();
        await refresh();
      } else {
        problem.textContent = (await answer.text()).trim();
      }
    } catch {
      problem.textContent = 'The server cannot be reached.';
    }
  });
}
