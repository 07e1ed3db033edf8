// The list of files: times as they are here, pictures that cannot be shown, and what has changed meanwhile.

/** One for all: to make one takes longer than to use it a thousand times. */
const format = new Intl.DateTimeFormat([], {dateStyle: 'medium', timeStyle: 'short'});

/** Improves what the server has written: it knows neither the time zone of who reads it nor the language. */
export function brighten(part) {
  for (const time of part.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    if (!isNaN(date)) {
      time.textContent = format.format(date);
    }
  }
  part.querySelectorAll('.zone').forEach(zone => zone.remove());
  for (const image of part.querySelectorAll('.icon img')) {
    if (image.complete && !image.naturalWidth && image.currentSrc) {
      image.remove();
    } else {
      image.addEventListener('error', () => image.remove()); // the icon is behind it
    }
  }
}

/** Asks for this very page again and takes its list over; whoever reads keeps the place, and the focus. */
export async function refresh() {
  const page = await load(location.href);
  const [list, summary] = [page?.querySelector('.list'), page?.querySelector('.summary')];
  if (!list || !summary) {
    return; // not the page: its time may be over
  }
  const old = document.querySelector('.list');
  const known = new Set(links(old).map(link => link.pathname));
  const focus = old.contains(document.activeElement) ? document.activeElement.href : null;
  const anchor = links(old).find(link => link.getBoundingClientRect().bottom > 0);
  const top = anchor?.getBoundingClientRect().top;

  brighten(list);
  old.replaceWith(list);
  document.querySelector('.summary').replaceWith(summary);

  const same = links(list).find(link => link.pathname === anchor?.pathname);
  if (same && scrollY > 0) {
    scrollBy({top: same.getBoundingClientRect().top - top, behavior: 'instant'});
  }
  if (focus) {
    [...list.querySelectorAll('a')].find(link => link.href === focus)?.focus({preventScroll: true});
  }
  links(list).filter(link => !known.has(link.pathname)).forEach(link => link.closest('tr').classList.add('new'));
}

function links(list) {
  return [...list.querySelectorAll('tbody td.name a')];
}

/** As a document in which no script runs; nothing at all if that fails. */
function load(url) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.setRequestHeader('Accept', 'text/html');
    request.responseType = 'document';
    request.timeout = 30_000;
    request.onloadend = () => resolve(request.status === 200 ? request.response : null);
    request.send();
  });
}
