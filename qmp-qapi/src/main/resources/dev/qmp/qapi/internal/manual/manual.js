/* What the manual adds where scripts run: search, filters, the place in the navigation. Nothing else needs it. */
(function () {
    "use strict";

    const MOST = 40;
    const KINDS = { command: "command", event: "event" };

    /** Makes an element. */
    function make(tag, attributes, ...children) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes || {})) {
            element.setAttribute(name, value);
        }
        element.append(...children);
        return element;
    }

    /* Search. */

    let entries = null;
    let loading = null;

    function load() {
        if (!loading) {
            loading = new Promise((resolve, reject) => {
                const script = make("script", { src: "search-index.js" });
                script.onload = () => {
                    entries = flatten(window.manualIndex);
                    resolve();
                };
                script.onerror = reject;
                document.head.append(script);
            });
        }
        return loading;
    }

    function flatten(pages) {
        const list = [];
        for (const [file, title, module, definitions] of pages) {
            const short = module.replace(/^.*\//, "").replace(/\.json$/, "");
            if (title) {
                list.push({ name: title, low: title.toLowerCase(), kind: "module", href: file, where: module, summary: "",
                    members: [], more: [], marks: [] });
            }
            for (const [name, kind, summary, marks, members, more] of definitions) {
                list.push({ name, low: name.toLowerCase(), kind, href: file + "#" + encode(name), where: short, summary,
                    members, more, marks: marks.split(" "), text: summary.toLowerCase() });
            }
        }
        return list;
    }

    function encode(name) {
        return name.replace(/[^A-Za-z0-9._-]/g, (c) => "~" + c.charCodeAt(0).toString(16) + "~");
    }

    function isWordStart(name, at) {
        return at === 0 || !/[A-Za-z0-9]/.test(name[at - 1])
            || (/[A-Z]/.test(name[at]) && /[a-z0-9]/.test(name[at - 1]));
    }

    /** How well a name matches a word, 0 if it does not. */
    function matchName(name, low, word) {
        if (low === word) {
            return 1000;
        }
        let at = low.indexOf(word);
        if (at === 0) {
            return 800 - low.length;
        }
        for (let next = at; next > 0; next = low.indexOf(word, next + 1)) {
            if (isWordStart(name, next)) {
                return 600 - low.length;
            }
        }
        if (word.length > 2) {
            const joined = low.replace(/[-_]/g, "");
            const start = joined.indexOf(word.replace(/[-_ ]/g, ""));
            if (start === 0) {
                return 400 - low.length;
            }
            at = Math.max(at, start);
        }
        return at > 0 ? Math.max(160 - low.length, 100) : 0;
    }

    /** Tells whether two words differ by one letter: one more, one less, another one, or two that changed places. */
    function isNear(one, other) {
        const [short, long] = one.length < other.length ? [one, other] : [other, one];
        if (long.length - short.length > 1) {
            return false;
        }
        let at = 0;
        while (at < short.length && short[at] === long[at]) {
            at++;
        }
        if (short.length < long.length) {
            return short.slice(at) === long.slice(at + 1);
        }
        return short.slice(at + 1) === long.slice(at + 1)
            || (short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2));
    }

    /** Tells whether a word is a name, or a part of one, but for a slip of the finger. */
    function matchMistyped(entry, word) {
        if (word.length < 4) {
            return false;
        }
        const parts = entry.name.split(/[-_ .]|(?<=[a-z0-9])(?=[A-Z])/);
        return isNear(word, entry.low) || parts.some((part) => isNear(word, part.toLowerCase()));
    }

    function matchMember(members, word) {
        let best = null;
        for (const member of members) {
            const low = member.toLowerCase();
            const score = low === word ? 280 : low.startsWith(word) ? 200 : word.length > 2 && low.includes(word) ? 120 : 0;
            if (score > (best ? best.score : 0)) {
                best = { member, score };
            }
        }
        return best;
    }

    /** Branches: who types the name of one wants the command that takes it. */
    function matchMore(entry, word) {
        let best = 0;
        for (const name of entry.more) {
            best = Math.max(best, name === word ? (KINDS[entry.kind] ? 640 : 270) : name.startsWith(word) ? 190 : 0);
        }
        return best;
    }

    /** Matches all words; a name in the very letters that were typed comes before others. */
    function match(entry, typed, forgiving) {
        let score = 0;
        let member = "";
        for (const letters of typed) {
            const word = letters.toLowerCase();
            let points = matchName(entry.name, entry.low, word);
            score += points && entry.name.includes(letters) ? 25 : 0;
            const found = matchMember(entry.members, word);
            const more = matchMore(entry, word);
            if (entry.marks.includes(word) && points < 500) {
                points = 500;
            } else if (more > points && (!found || more > found.score)) {
                points = more;
            } else if (found && found.score > points) {
                points = found.score;
                member = found.member;
            }
            if (!points) {
                if (entry.kind.startsWith(word)) {
                    points = 60;
                } else if (entry.where.toLowerCase().includes(word)) {
                    points = 50;
                } else if (entry.text && entry.text.includes(word)) {
                    points = 40;
                } else if (forgiving && matchMistyped(entry, word)) {
                    points = 30;
                }
            }
            if (!points) {
                return null;
            }
            score += points;
        }
        if (KINDS[entry.kind]) {
            score += 20;
        }
        return { entry, score, member };
    }

    function find(query) {
        const typed = query.split(/\s+/).filter(Boolean);
        if (!typed.length) {
            return [];
        }
        let found = entries.map((entry) => match(entry, typed, false)).filter(Boolean);
        if (!found.length) {
            found = entries.map((entry) => match(entry, typed, true)).filter(Boolean);
        }
        found.sort((a, b) => b.score - a.score || (a.entry.low < b.entry.low ? -1 : 1));
        return found.slice(0, MOST);
    }

    /** Marks the first appearance of each word in a text. */
    function marked(text, words) {
        const low = text.toLowerCase();
        const ranges = [];
        for (const word of words) {
            const at = low.indexOf(word);
            if (at >= 0) {
                ranges.push([at, at + word.length]);
            }
        }
        ranges.sort((a, b) => a[0] - b[0]);
        const nodes = [];
        let from = 0;
        for (const [start, end] of ranges) {
            if (start >= from) {
                nodes.push(text.slice(from, start), make("mark", {}, text.slice(start, end)));
                from = end;
            }
        }
        nodes.push(text.slice(from));
        return nodes;
    }

    function search(box) {
        const input = make("input", { type: "search", placeholder: "Search", "aria-label": "Search the manual",
            role: "combobox", "aria-expanded": "false", "aria-controls": "_results", "aria-autocomplete": "list",
            autocomplete: "off", spellcheck: "false" });
        const results = make("ul", { id: "_results", role: "listbox", "aria-label": "Found", class: "results", hidden: "" });
        const status = make("div", { class: "unseen", role: "status" });
        box.setAttribute("role", "search");
        box.append(input, make("kbd", { "aria-hidden": "true" }, "/"), results, status);
        let selected = -1;

        function close() {
            results.hidden = true;
            input.setAttribute("aria-expanded", "false");
            input.removeAttribute("aria-activedescendant");
        }

        function select(index) {
            const options = results.querySelectorAll("[role=option]");
            if (!options.length) {
                return;
            }
            selected = (index + options.length) % options.length;
            options.forEach((option, i) => option.setAttribute("aria-selected", String(i === selected)));
            input.setAttribute("aria-activedescendant", options[selected].id);
            options[selected].scrollIntoView({ block: "nearest" });
        }

        function show() {
            const query = input.value.trim();
            if (!query || !entries) {
                close();
                return;
            }
            const words = query.toLowerCase().split(/\s+/);
            const found = find(query);
            results.replaceChildren(...found.map((hit, i) => option(hit, i, words)));
            if (!found.length) {
                results.append(make("li", { class: "nothing" }, "Nothing found."));
            }
            status.textContent = found.length === 1 ? "1 result" : found.length + " results";
            results.hidden = false;
            results.scrollTop = 0;
            input.setAttribute("aria-expanded", "true");
            select(0);
        }

        function option(hit, i, words) {
            const entry = hit.entry;
            const name = hit.member ? entry.name + "." + hit.member : entry.name;
            const href = hit.member ? entry.href + "." + encode(hit.member) : entry.href;
            const link = make("a", { href, tabindex: "-1" },
                make("span", { class: "where" }, make("span", { class: "kind kind-" + entry.kind }, entry.kind), " " + entry.where),
                make("code", {}, ...marked(name, words)),
                make("span", { class: "summary" }, ...(entry.summary ? marked(entry.summary, words) : ["\u00a0"])));
            return make("li", { role: "option", id: "_result-" + i, "aria-selected": "false" }, link);
        }

        input.addEventListener("focus", () => load().then(show, close));
        input.addEventListener("input", () => load().then(show, close));
        input.addEventListener("keydown", (event) => {
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                if (results.hidden) {
                    show();
                } else {
                    select(selected + (event.key === "ArrowDown" ? 1 : -1));
                }
                event.preventDefault();
            } else if (event.key === "Enter") {
                const link = !results.hidden && results.querySelector("[aria-selected=true] a");
                if (link) {
                    event.preventDefault();
                    link.click();
                }
            } else if (event.key === "Escape") {
                if (results.hidden) {
                    input.blur();
                } else {
                    close();
                }
                event.preventDefault();
            }
        });
        results.addEventListener("click", (event) => {
            if (event.target.closest("a")) {
                close();
                input.value = "";
                input.blur();
            }
        });
        document.addEventListener("pointerdown", (event) => {
            if (!box.contains(event.target)) {
                close();
            }
        });
        document.addEventListener("keydown", (event) => {
            const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
            const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
            if (slash || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
                input.focus();
                input.select();
                event.preventDefault();
            }
        });
    }

    /* Filters. */

    function filter(label, items, headings) {
        const input = make("input", { type: "search", class: "filter", placeholder: label, "aria-label": label,
            autocomplete: "off", spellcheck: "false" });
        const texts = items.map((item) => item.firstElementChild.textContent.toLowerCase());
        input.addEventListener("input", () => {
            const query = input.value.trim().toLowerCase();
            items.forEach((item, i) => item.classList.toggle("hidden", !texts[i].includes(query)));
            headings();
        });
        return input;
    }

    function hasShown(group) {
        return group.querySelector("tbody > tr:not(.hidden), li:not(.hidden), :scope > div:not(.hidden)") !== null;
    }

    function filterLists() {
        const groups = [...document.querySelectorAll("main [data-filter]")];
        const items = groups.flatMap((group) => [...group.querySelectorAll("tbody > tr, ul:scope > li, dl:scope > div")]);
        if (items.length < 15) {
            return;
        }
        const input = filter("Filter by name", items, () => groups.forEach((group) => {
            group.classList.toggle("hidden", !hasShown(group));
            const title = group.previousElementSibling;
            if (title && title.matches("h2")) {
                title.classList.toggle("hidden", !hasShown(group));
            }
        }));
        input.classList.add("page-filter");
        const title = document.querySelector("main h1");
        const after = title.nextElementSibling && title.nextElementSibling.matches(".about, .letters")
            ? title.nextElementSibling : title;
        after.after(input);
    }

    function filterNavigation(nav) {
        const modules = [...nav.querySelectorAll(".modules > li")];
        const here = [...nav.querySelectorAll(".here li")];
        const titles = [...nav.querySelectorAll(".here .nav-title")];
        const input = filter("Filter", modules.concat(here), () => {
            for (const title of titles) {
                title.classList.toggle("hidden", !hasShown(title.nextElementSibling));
            }
            const current = nav.querySelector(".here");
            if (current && hasShown(current)) {
                current.parentElement.classList.remove("hidden");
            }
        });
        nav.querySelector("#_modules").after(input);
    }

    /* The place in the navigation. */

    function follow(nav) {
        const current = nav.querySelector(".modules [aria-current]");
        if (current) {
            nav.scrollTop = Math.max(0, current.offsetTop - nav.clientHeight / 3);
        }
        const links = new Map();
        for (const link of nav.querySelectorAll(".here a")) {
            links.set(decodeURIComponent(link.hash.slice(1)), link);
        }
        const sections = [...document.querySelectorAll(".definition")];
        if (!sections.length) {
            return;
        }
        let marked = null;
        let waiting = false;

        function update() {
            waiting = false;
            let low = 0;
            let high = sections.length - 1;
            while (low < high) {
                const middle = (low + high + 1) >> 1;
                if (sections[middle].getBoundingClientRect().top <= 120) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            const link = links.get(sections[low].id);
            if (link && link !== marked) {
                if (marked) {
                    marked.removeAttribute("aria-current");
                }
                marked = link;
                link.setAttribute("aria-current", "location");
                const top = link.offsetTop - nav.scrollTop;
                if (top < 40 || top > nav.clientHeight - 60) {
                    nav.scrollTop = link.offsetTop - nav.clientHeight / 2;
                }
            }
        }

        addEventListener("scroll", () => {
            if (!waiting) {
                waiting = true;
                requestAnimationFrame(update);
            }
        }, { passive: true });
        if (scrollY > 0 || location.hash) {
            update();
        }
    }

    /** A link to something on the same page leaves the navigation open, which would cover it. */
    function menu(nav) {
        nav.addEventListener("click", (event) => {
            if (event.target.closest("a") && nav.matches(":popover-open")) {
                nav.hidePopover();
            }
        });
    }

    /* Copying. */

    /** Returns the text of an example without the arrows, so that what is copied can be sent; all of it if nothing is sent. */
    function copied(pre) {
        if (!pre.matches(".wire")) {
            return pre.textContent;
        }
        const requests = [];
        let taking = false;
        for (const line of pre.textContent.split("\n")) {
            const begins = /^ *-> /.test(line);
            taking = begins || (taking && !/^ *<- /.test(line));
            if (taking) {
                requests.push(begins ? line.replace(/^ *-> /, "") : line);
            }
        }
        return requests.length ? requests.join("\n") + "\n" : pre.textContent;
    }

    async function copy(text) {
        try {
            await navigator.clipboard.writeText(text);
        } catch {
            // Pages from a file system may have no clipboard; the selection is the older way.
            const box = make("textarea", { class: "unseen", readonly: "" }, text);
            document.body.append(box);
            box.select();
            document.execCommand("copy");
            box.remove();
        }
    }

    function offerCopies() {
        for (const pre of document.querySelectorAll("pre:not(.signature)")) {
            const what = pre.closest(".exec") ? "Copy the command line"
                : pre.matches(".wire") ? "Copy what is sent" : "Copy";
            const button = make("button", { type: "button", class: "copy", "aria-label": what, title: what }, "Copy");
            const box = make("div", { class: "copied-from" });
            pre.replaceWith(box);
            box.append(pre, button);
            button.addEventListener("click", async () => {
                await copy(copied(pre));
                button.focus();
                button.textContent = "Copied";
                setTimeout(() => { button.textContent = "Copy"; }, 1500);
            });
        }
    }

    /** An address made of the first part of a module and a name that another part has leads there, to the member too. */
    function goToPart() {
        const id = decodeURIComponent(location.hash.slice(1));
        const entry = [...document.querySelectorAll(".elsewhere > li")]
            .find((item) => id === item.id || id.startsWith(item.id + ".") || id.startsWith(item.id + ":"));
        if (entry) {
            location.replace(entry.querySelector("a").href.replace(/#.*/, "") + location.hash);
        }
    }

    /** Paper has no triangles to click on. */
    function openForPrint() {
        let opened = [];
        addEventListener("beforeprint", () => {
            opened = [...document.querySelectorAll("details:not([open])")];
            opened.forEach((details) => { details.open = true; });
        });
        addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
    }

    goToPart();
    addEventListener("hashchange", goToPart);
    const nav = document.getElementById("_nav");
    search(document.getElementById("_search"));
    filterNavigation(nav);
    filterLists();
    follow(nav);
    menu(nav);
    offerCopies();
    openForPrint();
})();
