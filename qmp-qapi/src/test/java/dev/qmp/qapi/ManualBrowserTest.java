package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.internal.manual.Browser;
import dev.qmp.qapi.internal.manual.ManualFolder;
import dev.qmp.qapi.internal.manual.ManualGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual in a real browser, from the file system. Skipped where Chromium is not installed. */
@Tag("browser")
class ManualBrowserTest {
    private static final String OPTIONS = "document.querySelectorAll('#_results [role=option]')";
    private static final String SELECTED = "document.querySelector('#_results [aria-selected=true] code').textContent";

    @TempDir
    static Path dir;

    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        browser = Browser.start();
        StringBuilder schema = new StringBuilder("""
                ##
                # @Disk:
                #
                # A disk that is spun.
                #
                # @node-name: its name
                #
                # @speed: how fast
                ##
                { 'struct': 'Disk', 'data': { 'node-name': 'str', '*speed': 'Speed' } }

                ##
                # @Speed:
                #
                # How fast it spins.
                #
                # @slow-motion: hardly
                ##
                { 'enum': 'Speed', 'data': [ 'slow-motion' ] }

                ##
                # @disk-spin:
                #
                # Spins a disk.
                #
                # @node-name: the disk
                #
                # .. qmp-example::
                #
                #     -> { "execute": "disk-spin", "arguments": { "node-name": "a-very-long-name-of-a-disk-which-never-ends-at-all" } }
                #     <- { "return": {} }
                #
                # .. table:: A table
                #
                #    ========================================  ====================================
                #    wide-words-that-cannot-be-broken-at-all   and-others-which-cannot-be-broken-too
                #    ========================================  ====================================
                ##
                { 'command': 'disk-spin', 'data': { 'node-name': 'str' }, 'returns': 'Disk', 'allow-oob': true }

                { 'struct': 'AVeryLongNameOfATypeThatNobodyWouldEverWantToTypeIntoAnythingAtAllButSomebodyHas',
                  'base': 'Disk', 'data': { 'an-equally-long-name-of-a-member-that-is-too-long-for-a-phone': 'uint64' } }

                { 'struct': 'InfoObject', 'data': {} }
                { 'enum': 'Way', 'data': [ 'forwards', 'backwards' ] }
                { 'struct': 'Backing', 'data': { '*carefully': 'bool' } }
                { 'union': 'TurnOptions', 'base': { 'way': 'Way' }, 'discriminator': 'way', 'data': { 'backwards': 'Backing' } }
                { 'command': 'disk-turn', 'data': 'TurnOptions', 'boxed': true }
                """);
        for (int i = 0; i < 60; i++) {
            schema.append("{ 'command': 'filler-").append(i).append("' }\n");
        }
        Schema compiled = SchemaCompiler.create().compile(SchemaSource.text("disks.json", schema.toString()));
        new ManualGenerator().generate(compiled, Map.of(), dir);
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void asEver() {
        browser.look(1200, 900, false);
        browser.scripts(true);
    }

    @AfterEach
    void nothingToComplainAbout() {
        assertThat(browser.complaints()).isEmpty();
    }

    private static void search(String text) {
        browser.press("/", "/");
        assertThat(browser.evaluate("document.activeElement.type")).isEqualTo("search");
        browser.type(text);
        browser.await("!document.getElementById('_results').hidden");
    }

    @Test
    void opensEveryPageWithoutComplaint() throws IOException {
        for (String page : ManualFolder.read(dir).pages()) {
            browser.open(dir.resolve(page), "");
            assertThat(browser.evaluate("document.compatMode")).isEqualTo("CSS1Compat");
            assertThat(browser.evaluate("document.querySelectorAll('h1').length"))
                    .isEqualTo("1");
            assertThat(browser.evaluate("getComputedStyle(document.querySelector('main')).maxWidth"))
                    .isNotEqualTo("none");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "disk-spin, disk-spin, module-disks.html#disk-spin",
        "spin, disk-spin, module-disks.html#disk-spin",
        "diskspin, disk-spin, module-disks.html#disk-spin",
        "speed, Speed, module-disks.html#Speed",
        "disk_spin, disk-spin, module-disks.html#disk-spin",
        "slow, Speed.slow-motion, module-disks.html#Speed.slow-motion",
        "disk-s node, disk-spin.node-name, module-disks.html#disk-spin.node-name",
        "how fast, Speed, module-disks.html#Speed",
        "oob, disk-spin, module-disks.html#disk-spin",
        "dsik-spin, disk-spin, module-disks.html#disk-spin",
        "disk sipn, disk-spin, module-disks.html#disk-spin",
        "disk back, disk-turn, module-disks.html#disk-turn",
        "backwards, disk-turn, module-disks.html#disk-turn"
    })
    void findsNamesMembersAndText(String query, String found, String address) {
        browser.open(dir.resolve("index.html"), "");
        search(query);
        browser.await(OPTIONS + ".length > 0");
        assertThat(browser.evaluate(SELECTED)).isEqualTo(found);
        browser.press("Enter", "\r");
        browser.await("location.href.endsWith('" + address + "') && document.querySelector(':target') !== null");
        assertThat(browser.evaluate("document.querySelector(':target').id"))
                .isEqualTo(address.substring(address.indexOf('#') + 1));
    }

    @Test
    void walksThroughResultsByKeyboard() {
        browser.open(dir.resolve("all.html"), "");
        search("filler-1");
        browser.await(OPTIONS + ".length === 11");
        assertThat(browser.evaluate(SELECTED)).isEqualTo("filler-1");
        browser.press("ArrowDown", "");
        assertThat(browser.evaluate(SELECTED)).isEqualTo("filler-10");
        assertThat(browser.evaluate("document.activeElement.getAttribute('aria-activedescendant')"))
                .isEqualTo("_result-1");
        browser.press("ArrowUp", "");
        browser.press("ArrowUp", "");
        assertThat(browser.evaluate(SELECTED)).isEqualTo("filler-19");
        browser.press("Escape", "");
        assertThat(browser.evaluate("document.getElementById('_results').hidden"))
                .isEqualTo("true");
        browser.type("xyz");
        browser.await("document.querySelector('#_results .nothing') !== null");
        assertThat(browser.evaluate("document.querySelector('[role=status]').textContent"))
                .isEqualTo("0 results");
    }

    @Test
    void everyResultLeadsToAnEntry() throws IOException {
        ManualFolder manual = ManualFolder.read(dir);
        browser.open(dir.resolve("index.html"), "");
        for (String query : List.of("i", "disk", "name", "a")) {
            browser.evaluate("document.querySelector('#_search input').value = ''");
            browser.evaluate("document.querySelector('#_search input').blur()");
            search(query);
            browser.await(OPTIONS + ".length > 0");
            String links = browser.evaluate(
                    "[..." + OPTIONS + "].map(o => o.querySelector('a').getAttribute('href')).join(' ')");
            for (String link : links.split(" ", -1)) {
                int hash = link.indexOf('#');
                String page = hash < 0 ? link : link.substring(0, hash);
                assertThat(manual.pages()).contains(page);
                if (hash >= 0) {
                    assertThat(manual.ids(page)).contains(link.substring(hash + 1));
                }
            }
        }
    }

    @Test
    void filtersListsAndNavigation() {
        browser.open(dir.resolve("commands.html"), "");
        String shown = "[...document.querySelectorAll('main tbody tr')].filter(r => r.offsetParent).length";
        assertThat(browser.evaluate(shown)).isEqualTo("62");
        browser.evaluate("document.querySelector('.page-filter').focus()");
        browser.type("SPIN");
        assertThat(browser.evaluate(shown)).isEqualTo("1");

        browser.open(dir.resolve("module-disks.html"), "");
        browser.evaluate("document.querySelector('.sidebar .filter').focus()");
        browser.type("filler-5");
        assertThat(browser.evaluate("[...document.querySelectorAll('.here li')].filter(r => r.offsetParent).length"))
                .isEqualTo("11");
    }

    @Test
    void followsTheReaderInTheNavigation() {
        browser.open(dir.resolve("module-disks.html"), "#filler-40");
        browser.await("document.querySelector('.here [aria-current=location]') !== null");
        browser.evaluate("window.scrollTo(0, 0)");
        browser.await("document.querySelector('.here [aria-current=location]').textContent === 'Disk'");
    }

    @ParameterizedTest
    @CsvSource({"320", "390", "768", "1200", "1920"})
    void neverScrollsSideways(int width) throws IOException {
        browser.look(width, 800, false);
        for (String page : ManualFolder.read(dir).pages()) {
            browser.open(dir.resolve(page), "");
            assertThat(browser.evaluate("document.documentElement.scrollWidth"))
                    .as(page)
                    .isEqualTo(String.valueOf(width));
        }
    }

    @Test
    void qemusManualFitsAPhoneAndItsSearchFindsEveryCommand(@TempDir Path qemu) throws IOException {
        Schema schema = QemuSchemas.load("10.1", DocsMode.STRICT);
        new ManualGenerator().generate(schema, Map.of(), qemu);
        browser.look(390, 800, true);
        for (String page : ManualFolder.read(qemu).pages()) {
            browser.open(qemu.resolve(page), "");
            assertThat(browser.evaluate("document.documentElement.scrollWidth"))
                    .as(page)
                    .isEqualTo("390");
        }
        browser.open(qemu.resolve("index.html"), "");
        search("query-status");
        String names = schema.commands().stream()
                .map(command -> "'" + command.name() + "'")
                .collect(Collectors.joining(","));
        String others = browser.evaluate("(async (input, names) => { const others = []; for (const name of names) {"
                + " input.value = name; input.dispatchEvent(new Event('input'));"
                + " await new Promise(done => setTimeout(done));"
                + " if (" + SELECTED + " !== name) others.push(name); } return others.join(); })"
                + "(document.querySelector('#_search input'), [" + names + "])");
        assertThat(others).isEmpty();
    }

    @Test
    void hidesTheNavigationOnAPhoneUntilItIsAskedFor() {
        browser.look(390, 800, false);
        browser.open(dir.resolve("module-disks.html"), "");
        String visible = "getComputedStyle(document.getElementById('_nav')).display";
        assertThat(browser.evaluate(visible)).isEqualTo("none");
        browser.evaluate("document.querySelector('button.menu').click()");
        browser.await(visible + " === 'block'");
        browser.evaluate("document.querySelector('.here a').click()");
        browser.await(visible + " === 'none'");
    }

    @Test
    void readsWellInLightAndDark() {
        for (boolean dark : List.of(false, true)) {
            browser.look(1200, 900, dark);
            for (String page : List.of("module-disks.html", "index.html", "commands.html", "stability.html")) {
                browser.open(dir.resolve(page), "");
                assertThat(browser.evaluate(CONTRASTS))
                        .as(page + " dark=" + dark)
                        .isEmpty();
            }
            browser.open(dir.resolve("index.html"), "");
            assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark ? "rgb(20, 23, 27)" : "rgb(255, 255, 255)");
        }
    }

    /** Lists the texts whose contrast to their background is below 4.5, which WCAG 2.2 wants at level AA. */
    private static final String CONTRASTS = """
            (() => {
                const channels = c => (c.match(/[0-9.]+/g) || []).map(Number);
                const light = c => { const [r, g, b] = channels(c).map(v => v / 255)
                    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
                const background = e => { for (; e; e = e.parentElement) {
                    const c = getComputedStyle(e).backgroundColor;
                    if (channels(c)[3] !== 0) return c; } return 'rgb(255, 255, 255)'; };
                const low = new Set();
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                for (let n = walker.nextNode(); n; n = walker.nextNode()) {
                    const e = n.parentElement;
                    if (!n.textContent.trim() || !e.offsetParent) continue;
                    const [a, b] = [light(getComputedStyle(e).color), light(background(e))];
                    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                    if (ratio < 4.5) low.add(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
                }
                return [...low].join(', ');
            })()""";

    @ParameterizedTest
    @CsvSource({"1200, false", "390, true"})
    void reachesTheSwitchOfTheNavigationByTabOnlyWhereItIsSeen(int width, boolean reached) {
        browser.look(width, 800, false);
        browser.open(dir.resolve("index.html"), "");
        assertThat(browser.evaluate("(button => { button.focus(); return document.activeElement === button; })"
                        + "(document.querySelector('button.menu'))"))
                .isEqualTo(String.valueOf(reached));
        assertThat(browser.evaluate("document.querySelectorAll('input[type=checkbox]').length"))
                .isEqualTo("0");
    }

    @Test
    void worksWithoutScripts() {
        browser.scripts(false);
        browser.open(dir.resolve("module-disks.html"), "#disk-spin");
        assertThat(browser.evaluate("document.querySelectorAll('input[type=search]').length"))
                .isEqualTo("0");
        assertThat(browser.evaluate("document.querySelector(':target').id")).isEqualTo("disk-spin");
        assertThat(browser.evaluate("document.querySelectorAll('.sidebar a').length > 60"))
                .isEqualTo("true");
        browser.look(390, 800, false);
        browser.evaluate("document.querySelector('button.menu').click()");
        browser.await("getComputedStyle(document.getElementById('_nav')).display === 'block'");
    }

    @Test
    void copiesWhatAnExampleSendsAndItsCommandLine() {
        browser.open(dir.resolve("module-disks.html"), "");
        browser.evaluate("(() => { window.copied = []; Object.defineProperty(navigator, 'clipboard',"
                + " { value: { writeText: async text => { window.copied.push(text); } } }); })()");
        browser.evaluate("document.querySelectorAll('#disk-spin .copy').forEach(button => button.click())");
        browser.await("window.copied.length === 2");
        assertThat(browser.evaluate("window.copied[0].trim()"))
                .isEqualTo("{ \"execute\": \"disk-spin\", \"arguments\": "
                        + "{ \"node-name\": \"a-very-long-name-of-a-disk-which-never-ends-at-all\" } }");
        assertThat(browser.evaluate("window.copied[1]"))
                .isEqualTo(
                        "qmp exec /run/vm.sock disk-spin node-name=a-very-long-name-of-a-disk-which-never-ends-at-all");
    }

    @Test
    void findsWhatPeopleLookForInQemusManualWhateverPartItIsIn(@TempDir Path qemu) throws IOException {
        new ManualGenerator().generate(QemuSchemas.load("10.1", DocsMode.STRICT), Map.of(), qemu);
        browser.open(qemu.resolve("index.html"), "");
        search("oob");
        browser.await(OPTIONS + ".length > 4");
        String names = "[..." + OPTIONS + "].map(o => o.querySelector('code').textContent).slice(0, 5).join(' ')";
        assertThat(browser.evaluate(names)).startsWith("migrate-pause migrate-recover query-yank yank ");
        browser.evaluate("(input => { input.value = 'iothread'; input.dispatchEvent(new Event('input')); })"
                + "(document.querySelector('#_search input'))");
        assertThat(browser.evaluate(names)).contains("object-add", "IothreadProperties");
        browser.open(qemu.resolve("module-block-core.html"), "#blockdev-add.driver");
        browser.await("document.querySelector(':target') !== null"
                + " && document.querySelector(':target').id === 'blockdev-add.driver'");
    }

    @Test
    void everyControlHasANameAndEveryPageItsLandmarks() throws IOException {
        for (String page : ManualFolder.read(dir).pages()) {
            browser.open(dir.resolve(page), "");
            assertThat(browser.evaluate("[...document.querySelectorAll('input, button, a[href], summary')]"
                            + ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim()))"
                            + ".map(e => e.outerHTML).join()"))
                    .as(page)
                    .isEmpty();
            assertThat(browser.evaluate("['body > header', 'nav[aria-label]', 'main', '[role=search]']"
                            + ".filter(s => !document.querySelector(s)).join()"))
                    .as(page)
                    .isEmpty();
        }
    }

    @Test
    void linksInTheBrowserResolveAsOnDisk() {
        browser.open(dir.resolve("module-disks.html"), "");
        List<String> lost = new ArrayList<>(List.of(browser.evaluate(
                        "[...document.querySelectorAll('a[href]')].filter(a => a.pathname === location.pathname && a.hash"
                                + " && !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash).join()")
                .split(",", -1)));
        assertThat(lost).containsExactly("");
    }
}
