// Before anything is painted: the chosen theme and language, so that nothing flashes. Nothing secret is ever kept here.
(function () {
  try {
    var theme = localStorage.getItem('bitting.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
    if (localStorage.getItem('bitting.language') === 'zh-Hans') document.documentElement.lang = 'zh-Hans'
  } catch { /* a browser that keeps nothing shows what its system asks for */ }
})()
