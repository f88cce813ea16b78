// Page script. Everything works without it.
for (const el of document.querySelectorAll("[data-focus]")) el.focus();
