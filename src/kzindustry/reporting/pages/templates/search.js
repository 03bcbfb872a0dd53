(() => {
  const field = document.getElementById("search"), told = document.getElementById("found");
  const cards = [...document.querySelectorAll(".card")];
  field.closest("[hidden]").hidden = false;
  const holds = (one, words) => words.every(word => one.textContent.toLowerCase().includes(word));
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const card of cards) {
      const others = [...card.querySelectorAll(".others .run")], own = holds(card.querySelector(".own"), words);
      const found = others.filter(run => holds(run, words.filter(word => !holds(card.querySelector("h2"), [word]))));
      for (const run of others) run.hidden = !own && !found.includes(run);
      const fold = card.querySelector(".others details");
      if (fold && words.length && !own) fold.open = found.length > 0;
      card.hidden = !own && !found.length;
      count += card.hidden ? 0 : 1;
    }
    told.textContent = words.length ? count + " of " + cards.length + " notebooks" : "";
  });
})();
