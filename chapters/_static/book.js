// The print entry of the download menu; an inline handler is not allowed by the site's policy.
document.addEventListener("click", (event) => {
  if (event.target.closest('[data-action="print"]')) window.print();
});
