// The microscope: shows the numbers of one setting, and for a number the products that sum to it.
(() => {
  const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const numbers = JSON.parse(element("numbers").textContent ?? "");
  const choice = (/** @type {string} */ id) => /** @type {HTMLSelectElement} */ (element(id));

  /** Each tensor: its name, its meaning, and the operation that gives it. */
  const tensors = [
    ["x", "image", ""], ["k", "kernel", ""], ["b", "bias", ""],
    ["y", "convolution", "y = b + Σ x·k"], ["s", "sigmoid", "s = 1/(1 + e⁻ʸ)"],
    ["W", "weights", ""], ["c", "bias", ""], ["z", "dense", "z = c + Σ W·s"], ["p", "sigmoid", "p = 1/(1 + e⁻ᶻ)"],
    ["t", "target", ""], ["L", "loss", "L = −t·ln p − (1 − t)·ln(1 − p)"],
    ["dp", "gradient of the loss", "dp = (p − t)/(p·(1 − p))"], ["dz", "back through the sigmoid", "dz = dp·p·(1 − p)"],
    ["dW", "dense weights", "dW = dz·s"], ["dc", "dense bias", "dc = dz"], ["ds", "back through dense", "ds = W·dz"],
    ["dy", "back through the sigmoid", "dy = ds·s·(1 − s)"], ["dk", "kernel", "dk = Σ dy·x"],
    ["db", "bias", "db = Σ dy"], ["dx", "back through the convolution", "dx = Σ dy·k"],
  ];
  const operations = tensors.filter(tensor => tensor[2] !== "").map(tensor => tensor[0]);
  let at = 0;
  let hidden = "";

  const setting = () => numbers.cases[`${choice("kernel").value}-${choice("stride").value}-${choice("padding").value}`];
  const mistake = () => choice("mistake").value === "?" ? hidden : choice("mistake").value;
  /** @returns {number[]} the tensor as the passes give it, or as it must be */
  const values = (/** @type {string} */ name, isRight = false) =>
    (!isRight && setting().wrong[mistake()]?.[name]) || setting().right[name];
  const columns = (/** @type {string} */ name) => ["x", "dx"].includes(name) ? 4 : ["k", "dk"].includes(name) ? 2
    : ["y", "s", "W", "dW", "ds", "dy"].includes(name) ? setting().width : 1;
  const text = (/** @type {number} */ value) => String(Math.round(Number(value) * 1e4) / 1e4).replace("-", "−");
  const index = (/** @type {string} */ name, /** @type {number} */ i) => values(name).length === 1 ? name
    : `${name}[${Math.floor(i / columns(name))},${i % columns(name)}]`;

  /** @returns {[string, number][][]} the products that sum to an entry, each the entries that are multiplied */
  function terms(/** @type {string} */ name, /** @type {number} */ i) {
    const products = /** @type {number[][]} */ (setting().products);
    const all = (/** @type {string} */ tensor) => values(tensor).map((_, j) => j);
    const of = (/** @type {number} */ place, /** @type {(p: number[]) => [string, number][]} */ factors) =>
      products.filter(product => product[place] === i).map(factors);
    switch (name) {
      case "y": return [[["b", 0]], ...of(0, ([, k, x]) => [["x", x], ["k", k]])];
      case "dk": return of(1, ([y, , x]) => [["dy", y], ["x", x]]);
      case "dx": return of(2, ([y, k]) => [["dy", y], ["k", k]]);
      case "db": return all("dy").map(j => [["dy", j]]);
      case "z": return [[["c", 0]], ...all("s").map(j => /** @type {[string, number][]} */ ([["W", j], ["s", j]]))];
      case "dW": return [[["dz", 0], ["s", i]]];
      case "dc": return [[["dz", 0]]];
      case "ds": return [[["W", i], ["dz", 0]]];
      case "s": return [[["y", i]]];
      case "p": return [[["z", 0]]];
      case "L": case "dp": return [[["p", 0], ["t", 0]]];
      case "dz": return [[["dp", 0], ["p", 0]]];
      case "dy": return [[["ds", i], ["s", i]]];
      default: return [];
    }
  }

  /** Shows where an entry comes from. */
  function explain(/** @type {string} */ name, /** @type {number} */ i) {
    const found = terms(name, i);
    document.querySelectorAll("#tensors .lit").forEach(cell => cell.classList.remove("lit"));
    [[/** @type {[string, number]} */ ([name, i])], ...found].flat().forEach(([tensor, j]) =>
      element(`${tensor}-${j}`).classList.add("lit"));
    const product = (/** @type {[string, number][]} */ factors) => factors.map(([tensor, j]) =>
      `${index(tensor, j)} ${text(values(tensor)[j])}`).join(" × ");
    const formula = tensors.find(tensor => tensor[0] === name)?.[2] ?? "";
    const isSum = formula.includes("Σ") || /^d[Wsc]/.test(name);
    const [is, must] = [values(name)[i], values(name, true)[i]];
    const entry = index(name, i);
    element("sum").textContent = found.length === 0
      ? `${entry} = ${text(is)}${formula === "" ? " is given." : ": no product reaches it."}`
      : `${formula}. ${entry} = ${isSum ? found.map(product).join(" + ")
        : `from ${product(found[0]).replaceAll("×", "and")}`}, which gives ${text(must)}`
        + (is === must ? "." : `, but the backward pass says ${text(is)}.`);
  }

  /** @returns {HTMLElement} a tensor as a table, its entries as buttons */
  function table(/** @type {string} */ name, /** @type {string} */ meaning) {
    const [all, right, width] = [values(name), values(name, true), columns(name)];
    const border = name === "x" ? Number(choice("padding").value) : 0;
    const figure = document.createElement("div");
    figure.className = `tensor${operations[at] === name ? " current" : ""}`;
    figure.append(Object.assign(document.createElement("h4"), { textContent: `${name}: ${meaning}` }));
    const grid = document.createElement("div");
    grid.className = "grid-of-numbers";
    grid.style.gridTemplateColumns = `repeat(${width + 2 * border}, auto)`;
    for (let row = -border; row < all.length / width + border; row++)
      for (let column = -border; column < width + border; column++) {
        const isInside = row >= 0 && column >= 0 && column < width && row < all.length / width;
        grid.append(isInside ? cell(name, row * width + column, all, right) : outside());
      }
    figure.append(grid);
    return figure;
  }

  const outside = () => Object.assign(document.createElement("span"), { className: "outside", textContent: "0" });

  /** @param {string} name @param {number} i @param {number[]} all @param {number[]} right */
  function cell(name, i, all, right) {
    const isWrong = all[i] !== right[i];
    const button = Object.assign(document.createElement("button"),
      { type: "button", id: `${name}-${i}`, className: isWrong ? "cell wrong" : "cell", textContent: text(all[i]) });
    button.setAttribute("aria-label",
      `${index(name, i)} ${text(all[i])}${isWrong ? `, wrong: must be ${text(right[i])}` : ""}`);
    button.addEventListener("mouseenter", () => explain(name, i));
    button.addEventListener("focus", () => explain(name, i));
    return button;
  }

  /** Shows everything anew. */
  function draw() {
    const forward = tensors.findIndex(tensor => tensor[0] === "dp");
    element("tensors").replaceChildren(...[tensors.slice(0, forward), tensors.slice(forward)].map((some, i) => {
      const pass = Object.assign(document.createElement("div"), { className: "pass" });
      pass.append(Object.assign(document.createElement("h4"), { textContent: i === 0 ? "Forward" : "Backward" }),
        ...some.map(([name, meaning]) => table(name, meaning)));
      return pass;
    }));
    const [name, meaning, formula] = tensors.find(tensor => tensor[0] === operations[at]) ?? tensors[0];
    element("operation").textContent = `${at + 1} of ${operations.length}: ${name}, ${meaning}: ${formula}`;
    const told = numbers.mistakes[mistake()];
    element("why").hidden = !told;
    if (told) {
      const acts = setting().wrong[mistake()] !== undefined;
      /** @type {HTMLElement} */ (element("why").querySelector("p")).textContent =
        `${mistake()}, in ${told.Breaks}. ${told.Mistake} ${told.Lesson}`
        + (acts ? "" : " In this setting it does not show.");
    }
  }

  function move(/** @type {number} */ by) {
    at = (at + by + operations.length) % operations.length;
    draw();
    explain(operations[at], 0);
  }

  ["kernel", "stride", "padding", "mistake"].forEach(id => choice(id).addEventListener("change", () => {
    if (id === "mistake") {
      const names = Object.keys(numbers.mistakes).filter(name => setting().wrong[name]);
      hidden = names[Math.floor(Math.random() * names.length)];
      element("why").toggleAttribute("open", choice("mistake").value !== "?");
    }
    draw();
  }));
  element("back").addEventListener("click", () => move(-1));
  element("on").addEventListener("click", () => move(1));
  draw();
})();
