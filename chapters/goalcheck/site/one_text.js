// Make one text of the single page of the book, run in the browser before it is printed.
//
// Chapters in one page share ids such as `tab-sources`: each chapter gets its own, and every link is
// led there. Headings move up by one, for the single page puts the chapters below the first. What is
// beside the text on the web goes; so do links that lead nowhere on paper.
address => {
  const article = document.querySelector("article");
  document.body.replaceChildren(article);
  article.querySelectorAll(".headerlink, details.hide, .toctree-wrapper > p, a.data, script").forEach(
    part => part.remove());
  const first = "chapters/index";
  const chapter = new Map([...article.querySelectorAll("span[id^='document-']")].map(
    mark => [mark.id.slice("document-".length), mark.nextElementSibling]));
  const within = element => {
    for (const [name, section] of chapter) if (section.contains(element)) return name;
    return first;
  };
  const known = new Map();
  for (const element of article.querySelectorAll("[id]")) {
    if (element.id.startsWith("document-")) continue;
    const name = within(element);
    const renamed = `${name}/${element.id}`;
    known.set(renamed, renamed);
    if (!known.has(element.id)) known.set(element.id, renamed);
    element.id = renamed;
  }
  const lead = (link, name) => {
    const [, page, anchor] = link.getAttribute("href").match(/^([^#]*)#?(.*)$/);
    if (/^[a-z]+:/.test(page)) return page + (anchor && "#" + anchor);
    if (!page && anchor.startsWith("document-")) return "#" + anchor;
    const other = page ? page.replace(/^.*\//, "chapters/").replace(/\.(html|ipynb)$/, "") : name;
    const target = known.get(`${other}/${anchor}`) ?? known.get(anchor);
    if (target) return "#" + target;
    if (chapter.has(other)) return "#document-" + other;
    return address ? new URL(page.replace(/^(\.\.\/)+/, ""), address).href : null;
  };
  for (const section of chapter.values()) {
    for (const heading of section.querySelectorAll("h2, h3, h4, h5")) {
      const higher = document.createElement("h" + (heading.tagName[1] - 1));
      higher.append(...heading.childNodes);
      heading.replaceWith(higher);
    }
  }
  for (const link of article.querySelectorAll("a[href]")) {
    const target = lead(link, within(link));
    if (target === null) link.replaceWith(...link.childNodes);
    else link.setAttribute("href", target);
  }
}
