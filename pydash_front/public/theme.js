// Sets the chosen colours before anything is painted, so that a dark page never flashes white.
// A file of its own, because the Content-Security-Policy allows no inline script.
(function () {
  var mode = null;
  try {
    mode = localStorage.getItem('pydash-theme');
  } catch {
    // A browser that keeps nothing: the system's colours then.
  }
  var prefersDark = matchMedia('(prefers-color-scheme: dark)').matches;
  var isDark = mode === 'dark' || (mode !== 'light' && prefersDark);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
