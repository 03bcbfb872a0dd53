(() => {
  const all = (within, which) => [...within.querySelectorAll(which)];
  const text = one => one ? one.textContent.toLowerCase() : "";
  const filters = document.querySelector(".filters"), search = document.getElementById("search");
  const selects = all(filters, "select"), bounds = all(filters, ".bounds");
  const cards = all(document, ".card").map(card => ({
    card, own: text(card.querySelector(".own")), groups: all(card, ".group"), fold: card.querySelector(".fold"),
    runs: all(card, ".run").map(run => ({
      run, marks: run.dataset.f.split(" "), text: text(card.querySelector("h2")) + text(run.parentNode.querySelector("dt")) + text(run),
      main: !run.closest(".others")
    }))
  }));
  const total = cards.reduce((sum, one) => sum + one.runs.length, 0);
  const within = (bound, marks) => {
    const [from, to] = all(bound, "input").map(end => end.valueAsNumber), name = bound.dataset.f;
    const value = marks.filter(mark => mark.startsWith(name)).map(mark => parseFloat(mark.slice(name.length)))[0];
    return isNaN(from) && isNaN(to) || value !== undefined && !(value < from) && !(value > to);
  };
  const update = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.map(one => one.value).filter(Boolean);
    const limits = bounds.filter(one => all(one, "input").some(end => end.value));
    let shown = 0;
    for (const {card, own, groups, fold, runs} of cards) {
      const told = words.every(word => own.includes(word));
      let found = 0, others = 0;
      for (const {run, marks, text, main} of runs) {
        const fits = chosen.every(mark => marks.includes(mark)) && limits.every(bound => within(bound, marks))
          && (told || !main && words.every(word => text.includes(word)));
        run.hidden = !fits;
        found += fits;
        others += fits && !main;
      }
      for (const group of groups) group.hidden = !group.querySelector(".run:not([hidden])");
      card.hidden = !found;
      if (fold && others && (chosen.length || limits.length || !told)) fold.open = true;
      shown += found;
    }
    const some = words.length || chosen.length || limits.length;
    document.getElementById("found").textContent = some ? `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} runs shown` : "";
  };
  filters.addEventListener("input", update);
  addEventListener("pageshow", update);
})();
