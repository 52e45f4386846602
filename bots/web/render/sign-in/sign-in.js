// Whoever comes by a link has its code behind `#`, which the browser tells nobody. It is taken into the form and out of the address, so
// that it is in no history either.
const form = document.querySelector('form');

const take = () => {
  const code = location.hash.slice(1);
  if (!/^[\w-]{32}$/.test(code)) return;
  history.replaceState(null, '', location.pathname);
  form.querySelector('[name=code]').value = code;
  for (const part of document.querySelectorAll('.for-all, .fault')) part.hidden = true;
  for (const part of document.querySelectorAll('.for-link')) part.hidden = false;
  form.querySelector('button').focus();
  // Nobody looks at links of this machine before its person does.
  if (form.hasAttribute('data-at-once')) form.requestSubmit();
};

// A second press would find the link used.
form.addEventListener('submit', () => {
  form.querySelector('button').disabled = true;
});
// Whoever comes back by the button of the browser.
addEventListener('pageshow', () => {
  form.querySelector('button').disabled = false;
});
addEventListener('hashchange', take);
take();
