(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector) => document.querySelector(selector);
  const sound = find("#sound");
  const text = find("#text");
  const status = find("#status");
  const now = find("#now");
  const links = [...document.querySelectorAll(".contents a")];
  const chapters = [...document.querySelectorAll(".chapter")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const place = "narrate:place:" + text.dataset.book;
  const LATE = 0.02; // seconds that a player may land before the place it was sent to
  let chapter = -1;
  let sentences = [];
  let current = null;
  let heads = [];
  let blob = "";
  let wanted = null;
  let handsOff = 0;
  let sleepAt = 0;
  let sleepAtEnd = false;
  let saved = 0;

  const store = {
    read(key) {
      try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
    },
    write(key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window: nothing is kept */ }
    },
  };
  const say = (words) => { status.textContent = words; };

  // ---- the chapter that is open

  const source = (section) => {
    const packed = document.getElementById(section.id + "-sound");
    if (!packed) return section.dataset.src;
    const bytes = Uint8Array.from(atob(packed.textContent.trim()), (letter) => letter.charCodeAt(0));
    if (blob) URL.revokeObjectURL(blob);
    blob = URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" }));
    return blob;
  };

  const open = (index, time, play) => {
    if (index < 0 || index >= chapters.length) return;
    const section = chapters[index];
    if (index !== chapter) {
      chapters.forEach((one, at) => { one.hidden = at !== index; });
      links.forEach((one, at) => {
        if (at === index) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
      });
      unmark();
      chapter = index;
      sentences = [...section.querySelectorAll(".s")].map((element) => (
        { element, start: Number(element.dataset.start), end: Number(element.dataset.end) }
      ));
      heads = [...section.querySelectorAll(".lane rect")];
      if (sentences.length) reachable(sentences[0].element);
      wanted = time;
      sound.src = source(section);
      sound.playbackRate = Number(find("#speed").value);
      find("#before").disabled = index === 0;
      find("#after").disabled = index === chapters.length - 1;
    }
    seek(time);
    if (play) start();
  };
  const start = () => { const going = sound.play(); if (going) going.catch(() => say("The sound can't be played.")); };
  const seek = (time) => {
    wanted = time;
    if (sound.readyState > 0) { sound.currentTime = time; wanted = null; }
    mark(time);
  };
  sound.addEventListener("loadedmetadata", () => {
    sound.playbackRate = Number(find("#speed").value);
    if (wanted !== null) { sound.currentTime = wanted; wanted = null; }
  });

  // ---- the sentence that is heard

  const at = (time) => {
    let low = 0;
    let high = sentences.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sentences[middle].start <= time + LATE) low = middle + 1; else high = middle;
    }
    return low - 1;
  };
  const unmark = () => {
    if (!current) return;
    current.element.classList.remove("on");
    current.element.removeAttribute("aria-current");
    current = null;
    if (light) light.clear();
  };

  // ---- the word that is heard, where its time is known: lit without touching the text

  const light = typeof Highlight === "function" && CSS.highlights ? new Highlight() : null;
  if (light) CSS.highlights.set("word", light);
  let lit = -1;
  const word = (time) => {
    if (!light || !current || !current.element.dataset.words) return;
    current.words = current.words || current.element.dataset.words.split(" ").map((told) => told.split(",").map(Number));
    const index = current.words.findLastIndex((one) => one[0] <= time + LATE);
    if (light.size && index === lit) return;
    lit = index;
    light.clear();
    if (index >= 0) light.add(range(current.element, current.words[index][1], current.words[index][2]));
  };
  const range = (element, first, last) => {
    const found = document.createRange();
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let at = 0;
    found.selectNodeContents(element);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.nodeType === Node.TEXT_NODE ? node.length : node.localName === "br" ? 1 : 0;
      if (node.nodeType === Node.TEXT_NODE) {
        if (at <= first && first < at + length) found.setStart(node, first - at);
        if (at < last && last <= at + length) { found.setEnd(node, last - at); break; }
      }
      at += length;
    }
    return found;
  };
  const mark = (time) => {
    const one = sentences[at(time)] || null;
    const length = Number(chapters[chapter].dataset.duration);
    for (const head of heads) head.setAttribute("x", String(1000 * Math.min(time / length, 1) - 1));
    if (one === current) { word(time); return; }
    unmark();
    if (!one) { now.textContent = ""; return; }
    current = one;
    one.element.classList.add("on");
    one.element.setAttribute("aria-current", "true");
    word(time);
    if (!text.contains(document.activeElement)) reachable(one.element);
    const who = one.element.closest(".u").dataset.who || "Narrator";
    now.textContent = who + ": " + one.element.textContent;
    if (find("#follow").checked && Date.now() > handsOff) show(one.element);
  };
  const show = (element) => {
    const box = element.getBoundingClientRect();
    const below = innerHeight - find(".player").offsetHeight - 24;
    if (box.top > 24 && box.bottom < below) return;
    scrollTo({ top: scrollY + box.top - innerHeight / 4, behavior: calm.matches ? "auto" : "smooth" });
  };
  const reachable = (element) => {
    for (const one of text.querySelectorAll('.s[tabindex="0"]')) one.tabIndex = -1;
    element.tabIndex = 0;
  };
  const tick = () => {
    if (sound.paused) return;
    mark(sound.currentTime);
    requestAnimationFrame(tick);
  };
  sound.addEventListener("play", () => requestAnimationFrame(tick));
  sound.addEventListener("timeupdate", () => { if (wanted === null) mark(sound.currentTime); doze(); keep(); });
  sound.addEventListener("seeked", () => mark(sound.currentTime));
  for (const kind of ["wheel", "touchmove"]) {
    addEventListener(kind, () => { handsOff = Date.now() + 5000; }, { passive: true });
  }

  // ---- getting about

  const jump = (seconds) => seek(Math.max(0, Math.min(sound.currentTime + seconds, (sound.duration || 1e9) - 0.1)));
  const step = (by) => {
    const next = sentences[Math.max(0, Math.min(at(sound.currentTime) + by, sentences.length - 1))];
    if (next) seek(next.start);
  };
  const from = (element) => { handsOff = 0; seek(Number(element.dataset.start)); start(); };
  const turn = (by) => { open(chapter + by, 0, !sound.paused); say(chapters[chapter].dataset.title); };

  find("#back").addEventListener("click", () => jump(-15));
  find("#forward").addEventListener("click", () => jump(15));
  find("#previous").addEventListener("click", () => step(-1));
  find("#next").addEventListener("click", () => step(1));
  find("#before").addEventListener("click", () => turn(-1));
  find("#after").addEventListener("click", () => turn(1));
  sound.addEventListener("ended", () => {
    if (sleepAtEnd) { asleep(); return; }
    if (chapter + 1 < chapters.length) open(chapter + 1, 0, true);
  });
  text.addEventListener("click", (event) => {
    const lane = event.target.closest(".lane");
    if (lane) {
      const box = lane.getBoundingClientRect();
      seek(Number(chapters[chapter].dataset.duration) * (event.clientX - box.left) / box.width);
      return;
    }
    const one = event.target.closest(".s");
    if (one && !String(getSelection())) { reachable(one); from(one); }
  });
  text.addEventListener("keydown", (event) => {
    const one = event.target.closest(".s");
    if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = sentences.findIndex((sentence) => sentence.element === one);
    const moves = {
      ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1,
      Home: 0, End: sentences.length - 1,
    };
    if (event.key === "Enter") from(one);
    else if (event.key === " ") { if (sound.paused) start(); else sound.pause(); }
    else if (event.key in moves) {
      const next = sentences[Math.max(0, Math.min(moves[event.key], sentences.length - 1))];
      reachable(next.element);
      next.element.focus();
    } else return;
    event.preventDefault();
  });
  const byAddress = (play) => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const section = target && target.closest(".chapter");
    if (!section) return false;
    const one = target.closest(".s");
    open(chapters.indexOf(section), one ? Number(one.dataset.start) : 0, play);
    if (one) show(one); else section.querySelector("h2").focus();
    return true;
  };
  addEventListener("hashchange", () => byAddress(!sound.paused));

  // ---- sleep

  const asleep = () => {
    sleepAt = 0;
    sleepAtEnd = false;
    find("#sleep").value = "0";
    sound.pause();
    say("The sleep timer has stopped the sound.");
  };
  const doze = () => { if (sleepAt && Date.now() >= sleepAt) asleep(); };
  find("#sleep").addEventListener("change", (event) => {
    const minutes = Number(event.target.value);
    sleepAtEnd = minutes < 0;
    sleepAt = minutes > 0 ? Date.now() + minutes * 60000 : 0;
    if (minutes > 0) say("The sound stops in " + minutes + " minutes.");
    else say(sleepAtEnd ? "The sound stops at the end of the chapter." : "The sleep timer is off.");
  });

  // ---- settings, and what is remembered

  const settings = store.read("narrate:settings");
  const choices = {
    speed: (value) => { sound.playbackRate = Number(value); },
    theme: (value) => { if (value) root.dataset.theme = value; else delete root.dataset.theme; },
    size: (value) => root.style.setProperty("--size", value / 100 * 1.15 + "rem"),
    wide: (value) => root.classList.toggle("wide", value),
    names: (value) => root.classList.toggle("names", value),
    colours: (value) => root.classList.toggle("plain", !value),
    script: (value) => root.classList.toggle("as-script", value),
    follow: () => {},
  };
  for (const [name, apply] of Object.entries(choices)) {
    const control = find("#" + name);
    const box = control.type === "checkbox";
    if (name in settings && typeof settings[name] === (box ? "boolean" : "string")) {
      if (box) control.checked = settings[name]; else control.value = settings[name];
      if (!control.value) control.value = control.querySelector("[selected]").value;
    }
    const use = () => apply(box ? control.checked : control.value);
    use();
    control.addEventListener("input", () => {
      use();
      settings[name] = box ? control.checked : control.value;
      store.write("narrate:settings", settings);
    });
  }
  find("#print").addEventListener("click", () => {
    const was = root.classList.contains("as-script");
    root.classList.add("as-script");
    addEventListener("afterprint", () => root.classList.toggle("as-script", was), { once: true });
    print();
  });
  const keep = (always) => {
    if (chapter < 0 || wanted !== null || (!always && Date.now() - saved < 3000)) return;
    saved = Date.now();
    store.write(place, { chapter, time: sound.currentTime });
  };
  sound.addEventListener("pause", () => keep(true));
  addEventListener("pagehide", () => keep(true));

  if (matchMedia("(max-width: 63.9rem)").matches) {
    for (const one of document.querySelectorAll(".side details[open]")) one.open = false;
  }
  root.classList.add("ready");
  if (!byAddress(false)) {
    const last = store.read(place);
    const known = Number.isInteger(last.chapter) && last.chapter >= 0 && last.chapter < chapters.length;
    open(known ? last.chapter : 0, known && last.time > 0 ? last.time : 0, false);
    if (known && last.time > 0 && current) show(current.element);
  }
})();
