// Telegram puts what it has signed behind `#`. It is taken out of the address, and handed over.
const form = document.querySelector('form');
const initData = new URLSearchParams(location.hash.slice(1)).get('tgWebAppData') ?? '';
history.replaceState(null, '', `${location.pathname}${location.search}`);

if (initData !== '') {
  form.querySelector('[name=initData]').value = initData;
  form.hidden = false;
  document.querySelector('.elsewhere').hidden = true;
  // In the frame of Telegram on the web no cookie of ours is kept: the page opens beside it, when somebody asks for it.
  if (window.top === window) form.requestSubmit();
  else form.target = '_blank';
}
