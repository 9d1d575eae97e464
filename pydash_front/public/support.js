// Says so where the browser is too old for PyDash, before anything else is loaded. Written in the
// JavaScript of 2009, which every browser reads.
(function () {
  var PARTS = [
    function () {
      return 'noModule' in document.createElement('script');
    },
    function () {
      return typeof Array.prototype.toSorted === 'function';
    },
    function () {
      return typeof structuredClone === 'function' && typeof ResizeObserver === 'function';
    },
    function () {
      return CSS.supports('color', 'color-mix(in srgb, red, blue)');
    },
  ];

  function isSupported() {
    try {
      for (var i = 0; i < PARTS.length; i += 1) {
        if (!PARTS[i]()) return false;
      }
      return true;
    } catch (error) {
      return error === undefined;
    }
  }

  function show() {
    document.getElementById('unsupported').hidden = false;
  }

  function startsWithNothing() {
    var root = document.getElementById('root');
    return root !== null && root.childNodes.length === 0;
  }

  function whenRead(act) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act);
    else act();
  }

  if (isSupported()) {
    // What none of the above foresees: the page's own script can't be read, and nothing appears.
    window.addEventListener('error', function (event) {
      if (event.error instanceof SyntaxError && startsWithNothing()) whenRead(show);
    });
  } else {
    document.documentElement.setAttribute('data-unsupported', '');
    whenRead(show);
  }
})();
